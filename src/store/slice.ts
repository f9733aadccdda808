import { type Expression, type SqlBool, sql } from 'kysely';

/** Where a row stands in the order of its list: its sort values and its id. The next page begins after it. */
export type Key = readonly (string | number)[];

export interface Slice<T> {
  items: T[];
  /** null at the end */
  next: Key | null;
}

/** A slice of rows that were asked for with one more than the limit, to know whether the list goes on. */
export function sliceOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => T,
  key: (row: Row) => Key,
): Slice<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { items: kept.map(item), next: rows.length > limit && last !== undefined ? key(last) : null };
}

/** The row stands after a key in a list that is sorted by these columns, all descending. */
export function isAfter(columns: readonly string[], key: Key): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.join(columns.map((c) => sql.ref(c)))}) < (${sql.join(key)})`;
}
