import { type FactorIndex, STAT_ID } from '../../../model/channel.ts';
import { ByteTable } from './byte-table.ts';
import { latin1 } from './bytes.ts';
import { type KeyMeaning, keyMeaning, Role } from './keys.ts';

/** More different keys than all devices of a city send; beyond, keys are read anew each time. */
const LIMIT = 65_536;

/** The key that is not kept: too long, or one too many. Its meaning holds until the next look-up. */
export const STRANGE = 0;

/** Meanings of keys as columns, found by the bytes of the key. Key numbers begin at 1. */
export class KeyBook {
  readonly table = new ByteTable(LIMIT);
  readonly #factors: FactorIndex;
  role = new Uint8Array(256);
  /** number of the factor; -1 = none, or refused because the index is full */
  factor = new Int32Array(256);
  /** STAT_ID */
  stat = new Uint8Array(256);
  /** 1 = a concentration */
  concentration = new Uint8Array(256);
  /** the key that came after this one the last time */
  next = new Int32Array(256);

  constructor(factors: FactorIndex) {
    this.#factors = factors;
  }

  of(bytes: Uint8Array, from: number, to: number): number {
    const before = this.table.count;
    const key = this.table.of(bytes, from, to) + 1;
    if (key > before || key === STRANGE) this.#learn(key, keyMeaning(latin1(bytes, from, to)));
    return key;
  }

  #learn(key: number, { role, factor, stat, concentration }: KeyMeaning): void {
    if (key >= this.role.length) this.#grow();
    this.role[key] = role;
    const about = role === Role.VALUE || role === Role.STATE || role === Role.FLAG;
    this.factor[key] = about ? this.#factors.of(factor) : -1;
    this.stat[key] = STAT_ID[stat];
    this.concentration[key] = concentration ? 1 : 0;
  }

  #grow(): void {
    const size = this.role.length * 2;
    const wider = <T extends Int32Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.role = wider(new Uint8Array(size), this.role);
    this.factor = wider(new Int32Array(size), this.factor);
    this.stat = wider(new Uint8Array(size), this.stat);
    this.concentration = wider(new Uint8Array(size), this.concentration);
    this.next = wider(new Int32Array(size), this.next);
  }
}
