import { DAY_MS } from '../model/beijing.ts';
import { BACKFILL, Flag, isUsable, LETTER_MASK, NO_VALUE, REWRITTEN } from '../model/flag.ts';

/** How a reading ended in its slot. */
export const Outcome = { ACCEPTED: 1, REPEAT: 2, REWRITE: 3, REFUSED: 4 } as const;

/** A later, different value for a slot that was already taken: kept beside, itself a clue. */
export interface Version {
  slot: number;
  value: number;
  flag: number;
  /** see {@link lagCode} */
  lag: number;
}

/**
 * How long after its slot a value was sent, in 16 bits: seconds up to 9 h, then steps of 64 s up to 24 days. Monotone,
 * so "sent earlier" can be decided without keeping the instant.
 */
export function lagCode(lagMs: number): number {
  if (lagMs < 1000) return 0;
  const s = Math.floor(lagMs / 1000);
  return s < 32_768 ? s : Math.min(65_535, 32_768 + Math.floor((s - 32_768) / 64));
}

/** The shortest lag in ms that a code stands for. */
export function lagMs(code: number): number {
  return 1000 * (code < 32_768 ? code : 32_768 + (code - 32_768) * 64);
}

/** Of a value, a lag and a flag. */
export const SLOT_BYTES = 11;

/**
 * One channel of one day: a value, a flag byte and a lag a slot; 11 bytes each, in one buffer. What a column holds is
 * a function of the *set* of readings it was given, whatever their order: of two values for a slot the one sent first
 * stays (ties: the smaller value), the other is kept as a {@link Version}; a record without a number never displaces
 * one with a number.
 */
export class Column {
  readonly slots: number;
  readonly values: Float64Array;
  readonly flags: Uint8Array;
  readonly lags: Uint16Array;
  versions: Version[] = [];

  /** @param kept {@link bytes} of such a column; default: an empty one */
  constructor(slots: number, kept?: Uint8Array) {
    this.slots = slots;
    const buffer = kept ? new Uint8Array(kept).buffer : new ArrayBuffer(slots * SLOT_BYTES);
    this.values = new Float64Array(buffer, 0, slots);
    this.lags = new Uint16Array(buffer, slots * 8, slots);
    this.flags = new Uint8Array(buffer, slots * 10, slots);
    if (!kept) this.values.fill(Number.NaN);
  }

  /** All of it as it lies in memory: values, lags, flags. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.values.buffer);
  }

  write(slot: number, value: number, flag: number, lag: number): number {
    if (this.flags[slot] === Flag.EMPTY) {
      this.#put(slot, value, Number.isNaN(value) ? flag | NO_VALUE : flag, lag);
      return Outcome.ACCEPTED;
    }
    return this.#contend(slot, value, flag, lag);
  }

  #put(slot: number, value: number, flag: number, lag: number): void {
    this.values[slot] = value;
    this.flags[slot] = flag;
    this.lags[slot] = lag;
  }

  /** The slot is taken: decide by content and lag alone, so that any order of arrival ends the same. */
  #contend(slot: number, value: number, flag: number, lag: number): number {
    const held = this.values[slot]!;
    const heldFlag = this.flags[slot]!;
    const heldLag = this.lags[slot]!;
    if (Number.isNaN(value)) {
      const earlier = lag < heldLag || (lag === heldLag && flag < (heldFlag & ~NO_VALUE));
      if (Number.isNaN(held) && earlier) this.#put(slot, value, flag | NO_VALUE, lag);
      return Outcome.REPEAT;
    }
    if (Number.isNaN(held)) {
      this.#put(slot, value, flag, lag);
      return Outcome.ACCEPTED;
    }
    if (same(held, heldFlag, value, flag)) {
      this.lags[slot] = Math.min(lag, heldLag);
      this.flags[slot] = merged(heldFlag, flag);
      return Outcome.REPEAT;
    }
    const letters = (flag & LETTER_MASK) - (heldFlag & LETTER_MASK);
    const wins = lag !== heldLag ? lag < heldLag : value !== held ? value < held : letters < 0;
    const loser = wins ? { slot, value: held, flag: heldFlag & ~REWRITTEN, lag: heldLag } : { slot, value, flag, lag };
    if (wins) {
      const earlier = this.versions.find((v) => v.slot === slot && same(v.value, v.flag, value, flag));
      if (earlier) this.versions.splice(this.versions.indexOf(earlier), 1);
      this.#put(slot, value, (earlier ? merged(earlier.flag, flag) : flag) | REWRITTEN, lag);
    } else {
      this.flags[slot] = heldFlag | REWRITTEN;
    }
    const known = this.versions.find((v) => v.slot === slot && same(v.value, v.flag, loser.value, loser.flag));
    if (known) {
      known.lag = Math.min(known.lag, loser.lag);
      known.flag = merged(known.flag, loser.flag);
      return Outcome.REPEAT;
    }
    this.versions.push(loser);
    return Outcome.REWRITE;
  }
}

/** Same number and same usability: a repeat that only adds a flag letter `N` is no rewrite. */
function same(value: number, flag: number, otherValue: number, otherFlag: number): boolean {
  if (value !== otherValue) return false;
  return (flag & LETTER_MASK) === (otherFlag & LETTER_MASK) || (isUsable(flag) && isUsable(otherFlag));
}

/** Flags of two records of one value: `N` says more than no letter, and it is backfill only if every record was. */
function merged(held: number, other: number): number {
  const letter = Math.min(held & LETTER_MASK, other & LETTER_MASK);
  const backfill = held & other & BACKFILL;
  return (held & ~(LETTER_MASK | BACKFILL)) | letter | backfill;
}

/**
 * A column of instants (grain `live`): readings at whole seconds of the day, kept in order of time. Sparse, since
 * nobody knows beforehand how often a device sends.
 */
export class LiveColumn {
  /** seconds after the day began, ascending; the first `length` count */
  seconds = new Int32Array(64);
  column = new Column(64);
  length = 0;

  /** An empty column with room for `length` instants. */
  static withCapacity(length: number): LiveColumn {
    const live = new LiveColumn();
    while (live.seconds.length < length) live.#grow();
    return live;
  }

  write(second: number, value: number, flag: number, lag: number): number {
    let at = this.length;
    if (at > 0 && this.seconds[at - 1]! >= second) at = lowerBound(this.seconds, this.length, second);
    if (at === this.length || this.seconds[at] !== second) this.#insert(at, second);
    return this.column.write(at, value, flag, lag);
  }

  #insert(at: number, second: number): void {
    if (this.length === this.seconds.length) this.#grow();
    const { values, flags, lags, versions } = this.column;
    if (at < this.length) {
      this.seconds.copyWithin(at + 1, at, this.length);
      values.copyWithin(at + 1, at, this.length);
      flags.copyWithin(at + 1, at, this.length);
      lags.copyWithin(at + 1, at, this.length);
      for (const version of versions) if (version.slot >= at) version.slot++;
    }
    this.seconds[at] = second;
    values[at] = Number.NaN;
    flags[at] = Flag.EMPTY;
    lags[at] = 0;
    this.length++;
  }

  #grow(): void {
    const seconds = new Int32Array(this.seconds.length * 2);
    seconds.set(this.seconds);
    const column = new Column(seconds.length);
    column.values.set(this.column.values);
    column.flags.set(this.column.flags);
    column.lags.set(this.column.lags);
    column.versions = this.column.versions;
    this.seconds = seconds;
    this.column = column;
  }
}

/** First index of an ascending array's first `length` items that is not below `x`. */
export function lowerBound(sorted: Int32Array, length: number, x: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (sorted[mid]! < x) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Slots of a day with periods of so many ms. */
export function slotsOf(period: number): number {
  return DAY_MS / period;
}
