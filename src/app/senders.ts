import type { DeviceCounters } from '../model/device.ts';

/** How an input of a sender ended: each exactly once. */
export type Ending = 'accepted' | 'repeat' | 'rewrite' | 'rejected';

export type Endings = Record<Ending, number>;

/** Counters by sender, and which of them changed since they were stored. `-` stands for inputs that name nobody. */
export class Senders {
  #rows = new Map<string, DeviceCounters>();
  #changed = new Set<string>();

  restore(rows: Iterable<DeviceCounters>): void {
    for (const row of rows) this.#rows.set(row.mn, row);
  }

  /** A sender of the catalogue has a row before it was ever heard of. */
  expect(mn: string, outlet: string): void {
    const row = this.#row(mn);
    if (row.outlet === outlet) return;
    row.outlet = outlet;
    this.#changed.add(mn);
  }

  get(mn: string): DeviceCounters | undefined {
    return this.#rows.get(mn);
  }

  /** @param why the reason of a rejection @param times how many such inputs are told at once */
  count(mn: string, ending: Ending, at: number, peer: string, why?: string, times = 1): DeviceCounters {
    const row = this.#row(mn);
    this.#changed.add(mn);
    row.received += times;
    row[ending] += times;
    if (why !== undefined) row.reasons[why] = (row.reasons[why] ?? 0) + times;
    row.lastSeen = Math.max(row.lastSeen ?? 0, at);
    if (peer !== '') row.peer = peer;
    return row;
  }

  /** Starts a sender's counts anew: its inputs are about to be counted again under an outlet. */
  recount(mn: string, outlet: string): void {
    this.#rows.set(mn, { ...blank(mn), outlet });
    this.#changed.add(mn);
  }

  takeChanged(): DeviceCounters[] {
    const rows = [...this.#changed].map((mn) => structuredClone(this.#rows.get(mn)!));
    this.#changed.clear();
    return rows;
  }

  #row(mn: string): DeviceCounters {
    let row = this.#rows.get(mn);
    if (!row) {
      row = blank(mn);
      this.#rows.set(mn, row);
      this.#changed.add(mn);
    }
    return row;
  }
}

/** How the records of one message ended for one sender. */
export class Tally {
  readonly #ended: Record<Exclude<Ending, 'rejected'>, number> = { accepted: 0, repeat: 0, rewrite: 0 };
  readonly #rejected = new Map<string, number>();
  /** faults of records of which something could be used all the same */
  readonly flawed = new Set<string>();
  #latest = Number.NEGATIVE_INFINITY;

  /** @param at event time of the record */
  end(ending: Ending, at: number): void {
    this.#ended[ending as 'accepted'] += 1;
    this.#latest = Math.max(this.#latest, at);
  }

  reject(why: string): void {
    this.#rejected.set(why, (this.#rejected.get(why) ?? 0) + 1);
  }

  /** Adds what was counted here to a sum. */
  addTo(sum: Endings): void {
    for (const ending of ['accepted', 'repeat', 'rewrite'] as const) sum[ending] += this.#ended[ending];
    for (const times of this.#rejected.values()) sum.rejected += times;
  }

  /** Every reason once. */
  faults(): Set<string> {
    return new Set([...this.#rejected.keys(), ...this.flawed]);
  }

  tell(senders: Senders, mn: string, at: number, peer: string): void {
    for (const [ending, times] of Object.entries(this.#ended)) {
      if (times === 0) continue;
      const row = senders.count(mn, ending as Ending, at, peer, undefined, times);
      row.lastData = Math.max(row.lastData ?? 0, this.#latest);
    }
    for (const [why, times] of this.#rejected) senders.count(mn, 'rejected', at, peer, why, times);
  }
}

const blank = (mn: string): DeviceCounters => ({
  mn,
  outlet: null,
  edition: null,
  peer: null,
  received: 0,
  accepted: 0,
  repeat: 0,
  rewrite: 0,
  rejected: 0,
  reasons: {},
  oddities: {},
  clockSkewMs: null,
  lastSeen: null,
  lastData: null,
});
