import type { Text } from '../model/text.ts';

/** The far end of an output. */
export interface Destination<T> {
  /**
   * Reaches out, and resolves when the other side would take something.
   * @throws Away as `send` does
   */
  open(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when the other side has all of them, in this order, for good; a batch that was cut off comes again whole.
   * @returns what the other side will never take, with the reason
   * @throws Away (or anything) where it takes nothing now
   */
  send(batch: readonly T[], signal: AbortSignal): Promise<readonly Refusal[]>;
  close(): Promise<void>;
}

export interface Refusal {
  id: string;
  why: Text;
}

/** What an output sends: `id` says for ever which one it is, `about` says it in one line. */
export interface Sendable {
  id: string;
  about: string;
}

/** Where an output reads. A place is plain JSON; everything after it comes again after a restart. */
export interface Source<T, Place> {
  /** the place from which a new output reads */
  begin(from: 'now' | 'start'): Place;
  /** the place to go on from, of one that was kept */
  resume(kept: Place): Place;
  after(place: Place, limit: number): Promise<{ items: T[]; place: Place }>;
  /** how many are after it, about */
  waiting(place: Place): number;
  close(): void;
}
