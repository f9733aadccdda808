/**
 * CRC16 of HJ 212, annex A (the same in 2005, 2017 and 2025). Not CRC-16/MODBUS, although the polynomial is: here the
 * high byte of the register moves down before the XOR and the low byte is lost, so only the high byte carries over and
 * the result takes one of 256 values. A CRC field that is none of them was made by another algorithm.
 *
 * One step is therefore a linear map of 8 bits, and by computation its 8th power is the identity. Two things follow:
 * whole blocks of 8 bytes may be XORed into one before stepping, and the CRC of any stretch follows from prefixes.
 * (It also follows that the check is blind to bytes swapped 8, 16, 24 … places apart: a right CRC proves little.)
 */
const TABLE = new Uint16Array(256);
for (let i = 0; i < 256; i++) {
  let c = i;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >> 1) ^ 0xa001 : c >> 1;
  TABLE[i] = c;
}

/** The register before the first byte. */
const INITIAL = 0xffff;

/** The register whose high byte is the index: the high byte fixes the low one. */
const REGISTER = new Uint16Array(256);
for (const register of TABLE) REGISTER[register >> 8] = register;

/** `POWER[k]` is the step applied k times to a high byte, without input. */
const POWER: readonly Uint8Array[] = Array.from({ length: 8 }, (_, k) =>
  Uint8Array.from({ length: 256 }, (_, x) => {
    let high = x;
    for (let i = 0; i < k; i++) high = TABLE[high]! >> 8;
    return high;
  }),
);

export function crc16(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = INITIAL;
  for (let i = from; i < to; i++) register = TABLE[(register >> 8) ^ bytes[i]!]!;
  return register;
}

/** The same, 8 bytes at a time. `words` views the memory of `bytes`, whose offset in it is 0. */
export function crc16Fast(bytes: Uint8Array, words: Int32Array, from: number, to: number): number {
  if (to - from < 24) return crc16(bytes, from, to);
  let register = INITIAL;
  let i = from;
  for (; (i & 3) !== 0; i++) register = TABLE[(register >> 8) ^ bytes[i]!]!;
  const end = i + ((to - i) & ~7);
  let low = 0;
  let high = 0;
  for (let w = i >> 2, stop = end >> 2; w < stop; w += 2) {
    low ^= words[w]!;
    high ^= words[w + 1]!;
  }
  for (let k = 0; k < 4; k++, low >>>= 8) register = TABLE[(register >> 8) ^ (low & 0xff)]!;
  for (let k = 0; k < 4; k++, high >>>= 8) register = TABLE[(register >> 8) ^ (high & 0xff)]!;
  for (i = end; i < to; i++) register = TABLE[(register >> 8) ^ bytes[i]!]!;
  return register;
}

/** One of the 256 values that the algorithm can give. The empty segment, which gives FFFF, is none of them. */
export function isPossibleCrc(value: number): boolean {
  return REGISTER[value >> 8] === value;
}

/** CRC-16/MODBUS: what some device families send instead. */
export function crcModbus(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = INITIAL;
  for (let i = from; i < to; i++) register = (register >> 8) ^ TABLE[(register ^ bytes[i]!) & 0xff]!;
  return register;
}

/**
 * CRCs of overlapping stretches of one stream in constant time each, after one pass over it. `from` must not decrease.
 * Positions are offsets in the stream; `first` is that of `bytes[0]`.
 */
export class RollingCrc {
  static readonly SPAN = 32_768;
  readonly #prefix = new Uint8Array(RollingCrc.SPAN + 1);
  #origin = 0;
  #length = 0;

  /** CRC of the stretch `[from, to)`, which is not empty, lies within `bytes` and is shorter than half of SPAN. */
  crc(bytes: Uint8Array, first: number, from: number, to: number): number {
    if (from < this.#origin || from > this.#origin + this.#length || to > this.#origin + RollingCrc.SPAN) {
      this.#origin = from;
      this.#length = 0;
    }
    const prefix = this.#prefix;
    const start = this.#origin - first;
    const a = from - this.#origin;
    const b = to - this.#origin;
    for (let i = this.#length; i < b; i++) prefix[i + 1] = prefix[i]! ^ POWER[-i & 7]![bytes[start + i]!]!;
    if (b > this.#length) this.#length = b;
    return REGISTER[POWER[(b - a) & 7]![0xff]! ^ POWER[b & 7]![prefix[b]! ^ prefix[a]!]!]!;
  }
}
