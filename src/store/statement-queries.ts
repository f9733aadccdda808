import type { StatementKind } from '../model/statement.ts';
import { type Database, query } from './database.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

export interface StatementFilter {
  /** one of these */
  subjects?: readonly string[] | undefined;
  /** those that touch `[from, to)`, epoch ms */
  from?: number | undefined;
  to?: number | undefined;
}

const SORT_COLUMNS = ['start_at', 'id'];

/** What holds now, latest start first. */
export function statementSlice<T>(
  db: Database,
  kind: StatementKind,
  { subjects, from, to }: StatementFilter,
  after: Key | null,
  limit: number,
): Slice<T> {
  if (subjects?.length === 0) return { items: [], next: null };
  const rows = db.all(
    query
      .selectFrom('statement')
      .select(['body', 'start_at', 'id'])
      .where('kind', '=', kind)
      .where('current', '=', 1)
      .$if(subjects !== undefined, (q) => q.where('subject', 'in', subjects!))
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
    ({ body }) => JSON.parse(body) as T,
    ({ start_at, id }) => [start_at, id],
  );
}

/** Every version, oldest first. */
export function statementVersions<T>(db: Database, kind: StatementKind, id: string): T[] {
  const rows = db.all(
    query.selectFrom('statement').select('body').where('kind', '=', kind).where('id', '=', id).orderBy('n'),
  );
  return rows.map(({ body }) => JSON.parse(body) as T);
}
