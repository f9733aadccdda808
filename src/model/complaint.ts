import type { Author } from './author.ts';
import type { Statement } from './statement.ts';
import type { Text } from './text.ts';

/** What the public complains of (举报、信访). */
export const COMPLAINT_KINDS = {
  odour: { zh: '异味', en: 'Odour' },
  smoke: { zh: '冒黑烟、烟尘', en: 'Smoke' },
  dust: { zh: '扬尘', en: 'Dust' },
  noise: { zh: '噪声', en: 'Noise' },
  'water-colour': { zh: '水体变色、浑浊', en: 'Coloured or turbid water' },
  discharge: { zh: '疑似偷排', en: 'Suspected covert discharge' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, Text>;
export type ComplaintKind = keyof typeof COMPLAINT_KINDS;

/**
 * A complaint as far as it speaks of the polluter. Who complained is never part of it (EPL 57, leads.md §8): not stored,
 * not journaled, not logged.
 */
export interface Complaint {
  /** number in the complaint system */
  id: string;
  kind: ComplaintKind;
  /** when the authority received it, epoch ms */
  receivedAt: number;
  /** what was observed, epoch ms, half-open */
  from: number;
  to: number;
  site?: string;
  outlet?: string;
  /** where it was observed, in words, where no site is named */
  place?: string;
  text?: string;
  /** when it was handed in, epoch ms */
  createdAt: number;
  author?: Author;
  revoked?: boolean;
}

/** Found by its site; one that names none by nothing but its id. */
export const complaintStatement = (complaint: Complaint): Statement => ({
  kind: 'complaint',
  id: complaint.id,
  subject: complaint.site ?? '',
  start: complaint.from,
  end: complaint.to,
  body: JSON.stringify(complaint),
});

/** How far a complaint reaches. */
export interface ComplaintTerms {
  /** it is linked to what happened at its site within so long of what was observed */
  withinMs: number;
}

export interface Happening {
  outlet: string | null;
  /** epoch ms, half-open */
  start: number;
  end: number;
}

/** Whether a complaint of the same site may be about a happening. */
export function speaksOfIt({ from, to, outlet, revoked }: Complaint, happening: Happening, withinMs: number): boolean {
  if (revoked) return false;
  if (outlet !== undefined && happening.outlet !== null && outlet !== happening.outlet) return false;
  return happening.start < to + withinMs && from - withinMs < happening.end;
}
