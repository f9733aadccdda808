import type { Text } from './text.ts';

/** What an output would make of an alert or lead that came now, as if it had told nothing before. */
export interface Preview {
  output: string;
  kind: string;
  /** where it leads, without any secret */
  to: string;
  sent: boolean;
  /** why it is sent, or not */
  why: Text;
  /** when, epoch ms; null where it is not sent */
  at: number | null;
  /** names of those on duty who would be called or written to */
  people: string[];
  /** what they would read; null where it is not sent */
  text: string | null;
}
