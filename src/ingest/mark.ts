import { createHash } from 'node:crypto';
import type { Mark } from '../model/mark.ts';

/** A mark with an id made of its content, so that sending it twice is sending it once. */
export function markOf(content: Omit<Mark, 'id'>): Mark {
  const { outlet, kind, start, end, factor = '' } = content;
  const digest = createHash('sha256').update([outlet, kind, start, end, factor].join('|')).digest('hex');
  return { id: `mk_${digest.slice(0, 20)}`, ...content };
}
