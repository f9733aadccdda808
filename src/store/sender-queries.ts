import type { DeviceCounters, Quarantined } from '../model/device.ts';
import { type Database, query } from './database.ts';
import { NO_SENDER } from './sender-writes.ts';
import { type Key, type Slice, sliceOf } from './slice.ts';

/** @property length of the input as received; `bytes` may be less, see the writer */
export interface StoredQuarantined extends Quarantined {
  id: number;
  length: number;
}

export interface SenderCounts {
  online: number;
  silent: number;
  /** senders that belong to no outlet */
  quarantined: number;
}

/** By MN. */
export function deviceSlice(db: Database, after: Key | null, limit: number): Slice<DeviceCounters> {
  const rows = db.all(
    query
      .selectFrom('device')
      .select(['mn', 'body'])
      .$if(after !== null, (q) => q.where('mn', '>', String(after![0])))
      .orderBy('mn')
      .limit(limit + 1),
  );
  return sliceOf(
    rows,
    limit,
    ({ body }) => JSON.parse(body) as DeviceCounters,
    ({ mn }) => [mn],
  );
}

export function deviceByMn(db: Database, mn: string): DeviceCounters | undefined {
  const row = db.get(query.selectFrom('device').select('body').where('mn', '=', mn));
  return row && (JSON.parse(row.body) as DeviceCounters);
}

/** @param silentBefore a sender last heard before it is silent, epoch ms; one never heard counts nowhere */
export function senderCounts(db: Database, silentBefore: number): SenderCounts {
  const count = () => query.selectFrom('device').select((s) => s.fn.countAll<number>().as('n'));
  return {
    online: db.get(count().where('outlet', 'is not', null).where('last_seen', '>=', silentBefore))!.n,
    silent: db.get(count().where('outlet', 'is not', null).where('last_seen', '<', silentBefore))!.n,
    quarantined: db.get(count().where('outlet', 'is', null))!.n,
  };
}

/** What was quarantined of one sender (null: of none that was named), newest first. */
export function quarantineSlice(
  db: Database,
  mn: string | null,
  after: Key | null,
  limit: number,
): Slice<StoredQuarantined> {
  const rows = db.all(
    query
      .selectFrom('quarantine')
      .selectAll()
      .where('mn', '=', mn ?? NO_SENDER)
      .$if(after !== null, (q) => q.where('id', '<', Number(after![0])))
      .orderBy('id', 'desc')
      .limit(limit + 1),
  );
  return sliceOf(
    rows,
    limit,
    (row) => ({ ...row, mn }),
    ({ id }) => [id],
  );
}
