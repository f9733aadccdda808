import { createHash } from 'node:crypto';
import type { Mark } from './mark.ts';

/** Id of a mark that was sent without one: made of what it says, so that sending it twice is sending it once. */
export function markId({ outlet, kind, start, end, factor = '' }: Omit<Mark, 'id' | 'createdAt'>): string {
  const digest = createHash('sha256').update([outlet, kind, start, end, factor].join('|')).digest('hex');
  return `mk_${digest.slice(0, 20)}`;
}
