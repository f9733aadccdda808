import type { Page } from '../model/views/page.ts';
import type { Key, Slice } from '../store/slice.ts';
import { invalid } from './problems.ts';

/** A list with its order, and what a place in it is made of: `s` text, `n` number. */
const ORDERS = {
  'alerts-severity': 'nns',
  'alerts-start': 'ns',
  'alerts-updated': 'ns',
  leads: 'nns',
  marks: 'ns',
  orders: 'ns',
  complaints: 'ns',
  devices: 's',
  quarantine: 'n',
  requests: 'ns',
  sites: 's',
  rules: 's',
  'dead-letters': 'n',
} as const;
export type Order = keyof typeof ORDERS;

/** Opaque to clients: the list's name and the place of the last row. */
function cursorText(order: Order, key: Key): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
}

/** The place that a cursor names; null for none. Throws for the cursor of another list or order. */
export function placeOf(order: Order, cursor: string | undefined): Key | null {
  if (cursor === undefined || cursor === '') return null;
  const [named, ...key] = parsed(cursor);
  if (named === order && key.map((part) => (typeof part)[0]).join('') === ORDERS[order]) return key as Key;
  throw invalid({
    pointer: '/cursor',
    code: 'bad-cursor',
    message: { zh: '分页游标不属于这个列表', en: 'the cursor does not belong to this list' },
    hint: { zh: '去掉 cursor，从第一页重新开始', en: 'leave cursor out and begin with the first page' },
  });
}

function parsed(cursor: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

export function pageOf<S, T>(order: Order, slice: Slice<S>, view: (item: S) => T): Page<T> {
  return { items: slice.items.map(view), next: slice.next && cursorText(order, slice.next) };
}

/** A slice of a list that is in memory, keyed by id. Where the item of the key is gone, the list begins again. */
export function sliceByIds<T extends { id: string }>(all: readonly T[], after: Key | null, limit: number): Slice<T> {
  const start = after === null ? 0 : all.findIndex((item) => item.id === after[0]) + 1;
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, next: start + limit < all.length && last ? [last.id] : null };
}
