import type { FindingKey, StoreChange } from './change.ts';
import { type Database, query } from './database.ts';
import type { Tables } from './tables.ts';

/** Writes the claims that stand and removes those that were taken back. A claim said twice is one row. */
export function findingWrites(db: Database): (findings: StoreChange['findings']) => void {
  const put = db.prepare<Tables['finding']>((s) => {
    const { rule, outlet, factor, from_at, start_at, body } = s;
    return query
      .insertInto('finding')
      .values({ rule, outlet, factor, from_at, start_at, body })
      .onConflict((c) => c.columns(['rule', 'outlet', 'factor', 'from_at', 'start_at']).doUpdateSet({ body }));
  });
  const drop = db.prepare<Omit<Tables['finding'], 'body'>>((s) =>
    query
      .deleteFrom('finding')
      .where('rule', '=', s.rule)
      .where('outlet', '=', s.outlet)
      .where('factor', '=', s.factor)
      .where('from_at', '=', s.from_at)
      .where('start_at', '=', s.start_at),
  );
  return (findings) => {
    for (const key of findings.drop) drop.run(rowKey(key));
    for (const finding of findings.put) put.run({ ...rowKey(finding), body: JSON.stringify(finding) });
  };
}

/** A part of a key cannot be null: no factor is the empty word. */
const rowKey = ({ rule, outlet, factor, from, start }: FindingKey) => ({
  rule,
  outlet,
  factor: factor ?? '',
  from_at: from,
  start_at: start,
});
