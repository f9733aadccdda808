import type { StoredLedger, StoredPage } from './change.ts';
import { type Database, query } from './database.ts';

export function pageWrites(db: Database): (page: StoredPage) => void {
  const put = db.prepare<StoredPage>((s) => {
    const { outlet, day, seq, bytes } = s;
    return query
      .insertInto('page')
      .values({ outlet, day, seq, bytes })
      .onConflict((c) => c.columns(['day', 'outlet']).doUpdateSet({ seq, bytes }));
  });
  return (page) => put.run(page);
}

export function ledgerWrites(db: Database): (ledger: StoredLedger) => void {
  const put = db.prepare<StoredLedger>(({ outlet, seq, body }) =>
    query
      .insertInto('ledger')
      .values({ outlet, seq, body })
      .onConflict((c) => c.column('outlet').doUpdateSet({ seq, body })),
  );
  return (ledger) => put.run(ledger);
}
