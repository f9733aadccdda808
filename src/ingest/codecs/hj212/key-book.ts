import { type FactorIndex, STAT_ID, STATS } from '../../../model/channel.ts';
import { ByteTable } from './byte-table.ts';
import { EQUALS, latin1 } from './bytes.ts';
import { type KeyMeaning, keyMeaning, Role } from './keys.ts';

/** More different keys than all devices of a city send; beyond, keys are read anew each time. */
const LIMIT = 65_536;

/** The key that is not kept: too long, or one too many. Its meaning holds until the next look-up. */
export const STRANGE = 0;

/** A key's record in {@link KeyBook.records}: one cache line or two, whatever is asked of it. */
export const SIZE = 8;
/** the key that came after this one the last time */
export const NEXT = 0;
/** where its words begin; how many bytes it has with its `=` (0 = it is not compared); which of the last word's count */
export const WORDS = 1;
export const LENGTH = 2;
export const LAST_MASK = 3;
/** {@link Role}, with CONCENTRATION where it is one */
export const ROLE = 4;
export const CONCENTRATION = 0x100;
/** number of the factor; -1 = none, or refused because the index is full */
export const FACTOR = 5;
/** factor and statistic densely, and as a channel without grain */
export const SLOT = 6;
export const CHANNEL = 7;

/** What keys mean, found by their bytes. Key numbers begin at 1. */
export class KeyBook {
  readonly #table = new ByteTable(LIMIT);
  readonly #factors: FactorIndex;
  #wordsUsed = 0;
  records = new Int32Array(256 * SIZE);
  /** the keys with their `=`, four bytes a word, little endian */
  words = new Int32Array(1024);

  constructor(factors: FactorIndex) {
    this.#factors = factors;
  }

  of(bytes: Uint8Array, from: number, to: number): number {
    const before = this.#table.count;
    const key = this.#table.of(bytes, from, to) + 1;
    if (key === STRANGE || key > before) {
      if ((key + 1) * SIZE > this.records.length) this.records = wider(this.records);
      this.#learn(key, keyMeaning(latin1(bytes, from, to)));
      if (key !== STRANGE) this.#keep(key, bytes.subarray(from, to));
    }
    return key;
  }

  #learn(key: number, { role, factor, stat, concentration }: KeyMeaning): void {
    const { records } = this;
    const at = key * SIZE;
    const about = role === Role.VALUE || role === Role.STATE || role === Role.SETTING || role === Role.FLAG;
    const number = about ? this.#factors.of(factor) : -1;
    records[at + ROLE] = role | (concentration ? CONCENTRATION : 0);
    records[at + FACTOR] = number;
    records[at + SLOT] = number * STATS.length + STAT_ID[stat];
    records[at + CHANNEL] = number * 64 + STAT_ID[stat];
  }

  #keep(key: number, bytes: Uint8Array): void {
    const { records } = this;
    const length = bytes.length + 1;
    const count = (length + 3) >> 2;
    if (this.#wordsUsed + count > this.words.length) this.words = wider(this.words);
    const text = new Uint8Array(count * 4);
    text.set(bytes);
    text[bytes.length] = EQUALS;
    for (let i = 0; i < text.length; i += 4) {
      this.words[this.#wordsUsed + (i >> 2)] =
        text[i]! | (text[i + 1]! << 8) | (text[i + 2]! << 16) | (text[i + 3]! << 24);
    }
    records[key * SIZE + WORDS] = this.#wordsUsed;
    records[key * SIZE + LENGTH] = length;
    records[key * SIZE + LAST_MASK] = -1 >>> (((4 - (length & 3)) & 3) * 8);
    this.#wordsUsed += count;
  }
}

function wider(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
