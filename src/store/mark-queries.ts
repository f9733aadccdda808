import type { Mark } from '../model/mark.ts';
import { type Database, query } from './database.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

export interface MarkFilter {
  outlet?: string;
  /** marks that touch `[from, to)`, epoch ms */
  from?: number;
  to?: number;
  /** those that were taken back as well */
  revoked?: boolean;
}

const SORT_COLUMNS = ['start_at', 'id'];

/** The mark of an id as it stands, taken back or not. */
export function markById(db: Database, id: string): Mark | undefined {
  const row = db.get(query.selectFrom('mark').select('body').where('id', '=', id));
  return row && (JSON.parse(row.body) as Mark);
}

/** Every version of a mark, in the order in which they came. */
export function markVersions(db: Database, id: string): Mark[] {
  const rows = db.all(query.selectFrom('mark_version').select('body').where('id', '=', id).orderBy('n'));
  return rows.map(({ body }) => JSON.parse(body) as Mark);
}

/** The marks that hold now, latest start first; what was taken back is not among them. */
export function markSlice(db: Database, filter: MarkFilter, after: Key | null, limit: number): Slice<Mark> {
  const { outlet, from, to, revoked = false } = filter;
  const rows = db.all(
    query
      .selectFrom('mark')
      .select(['body', 'start_at', 'id'])
      .$if(!revoked, (q) => q.where('revoked', '=', 0))
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
