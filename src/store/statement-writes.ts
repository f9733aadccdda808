import type { Statement } from '../model/statement.ts';
import { type Database, query } from './database.ts';

/** Keeps every version of what was handed in; the one that came last holds. */
export function statementWrites(db: Database): (statement: Statement) => void {
  return ({ kind, id, subject, start, end, body }) => {
    const last = db.get(
      query
        .selectFrom('statement')
        .select((s) => s.fn.max('n').as('n'))
        .where('kind', '=', kind)
        .where('id', '=', id),
    )?.n;
    db.run(query.updateTable('statement').set({ current: 0 }).where('kind', '=', kind).where('id', '=', id));
    const row = { kind, id, n: (last ?? 0) + 1, current: 1, subject, start_at: start, end_at: end, body };
    db.run(query.insertInto('statement').values(row));
  };
}
