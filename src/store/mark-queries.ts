import type { Mark } from '../model/mark.ts';
import { type Database, query } from './database.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

export interface MarkFilter {
  outlet?: string;
  /** marks that touch `[from, to)`, epoch ms */
  from?: number;
  to?: number;
}

const SORT_COLUMNS = ['start_at', 'id'];

/** The marks that hold now, latest start first; what was taken back is not among them. */
export function markSlice(db: Database, filter: MarkFilter, after: Key | null, limit: number): Slice<Mark> {
  const { outlet, from, to } = filter;
  const rows = db.all(
    query
      .selectFrom('mark')
      .select(['body', 'start_at', 'id'])
      .where('revoked', '=', 0)
      .$if(outlet !== undefined, (q) => q.where('outlet', '=', outlet!))
      .$if(from !== undefined, (q) => q.where('end_at', '>', from!))
      .$if(to !== undefined, (q) => q.where('start_at', '<', to!))
      .$if(after !== null, (q) => q.where(isAfter(SORT_COLUMNS, after!)))
      .orderBy('start_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1),
  );
  return sliceOf(
    rows,
    limit,
    ({ body }) => JSON.parse(body) as Mark,
    ({ start_at, id }) => [start_at, id],
  );
}
