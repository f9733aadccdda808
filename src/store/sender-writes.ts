import type { Adoption, DeviceCounters, Quarantined } from '../model/device.ts';
import { type Database, query } from './database.ts';
import { withoutPasswords } from './password.ts';

/** Quarantined inputs kept: of one sender, of all. And how much of one input. */
const KEPT_OF_SENDER = 200;
const KEPT_IN_ALL = 20_000;
const KEPT_BYTES = 8192;

/** Stands for "the bytes named no sender". */
export const NO_SENDER = '-';

export function deviceWrites(db: Database): (device: DeviceCounters) => void {
  const put = db.prepare<{ mn: string; outlet: string | null; last_seen: number | null; body: string }>((s) => {
    const { mn, outlet, last_seen, body } = s;
    return query
      .insertInto('device')
      .values({ mn, outlet, last_seen, body })
      .onConflict((c) => c.column('mn').doUpdateSet({ outlet, last_seen, body }));
  });
  return (device) =>
    put.run({ mn: device.mn, outlet: device.outlet, last_seen: device.lastSeen, body: JSON.stringify(device) });
}

export function adoptionWrites(db: Database): (adoption: Adoption) => void {
  return ({ mn, outlet, at, by }) =>
    db.run(
      query
        .insertInto('adoption')
        .values({ mn, outlet, at, author: by })
        .onConflict((c) => c.column('mn').doUpdateSet({ outlet, at, author: by })),
    );
}

/** Appends to the quarantine and drops what is beyond its bounds; takes and returns the last number given. */
export function quarantineWrites(db: Database): (items: readonly Quarantined[], last: number) => number {
  return (items, last) => {
    if (items.length === 0) return last;
    let id = last;
    const senders = new Set<string>();
    for (const { at, mn, peer, why, bytes } of items) {
      const sender = mn ?? NO_SENDER;
      senders.add(sender);
      const kept = withoutPasswords(bytes.subarray(0, KEPT_BYTES));
      const row = { id: ++id, at, mn: sender, peer, why, length: bytes.length, bytes: kept };
      db.run(query.insertInto('quarantine').values(row));
    }
    for (const sender of senders) {
      db.run(query.deleteFrom('quarantine').where('mn', '=', sender).where('id', '<=', beyond(sender)));
    }
    db.run(query.deleteFrom('quarantine').where('id', '<=', id - KEPT_IN_ALL));
    return id;
  };
}

/** The newest number that is beyond a sender's bound. */
const beyond = (sender: string) =>
  query
    .selectFrom('quarantine')
    .select('id')
    .where('mn', '=', sender)
    .orderBy('id', 'desc')
    .limit(1)
    .offset(KEPT_OF_SENDER);
