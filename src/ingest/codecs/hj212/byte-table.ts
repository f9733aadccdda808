import { latin1 } from './bytes.ts';

/** Longer strings are not kept. */
const LONGEST = 64;

/**
 * Numbers for byte strings, in order of first sight, found without making a string. Open addressing on an FNV-1a hash.
 * Bounded: beyond `limit` new strings get no number.
 */
export class ByteTable {
  readonly limit: number;
  count = 0;
  /** all strings one after the other; string i is `#pool[#start[i], #start[i + 1])` */
  #pool = new Uint8Array(1024);
  #start = new Int32Array(64);
  #hash = new Int32Array(64);
  #slots = new Int32Array(128).fill(-1);
  readonly #texts: string[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The number of `bytes[from, to)`; -1 where it is too long or the table is full. */
  of(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id < 0) return this.#add(bytes, from, to, hash, slot);
      if (this.#hash[id] === hash && this.#equals(id, bytes, from, to)) return id;
    }
  }

  /** String number `id`, one character a byte. */
  text(id: number): string {
    return this.#texts[id]!;
  }

  #equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#start[id]!;
    if (this.#start[id + 1]! - start !== to - from) return false;
    for (let i = from, k = start; i < to; i++, k++) if (bytes[i] !== this.#pool[k]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    if (this.count >= this.limit || to - from > LONGEST) return -1;
    const id = this.count++;
    if (id + 2 > this.#start.length) {
      this.#start = wider(this.#start);
      this.#hash = wider(this.#hash);
    }
    const at = this.#start[id]!;
    const end = at + to - from;
    if (end > this.#pool.length) this.#pool = wider(this.#pool);
    this.#pool.set(bytes.subarray(from, to), at);
    this.#start[id + 1] = end;
    this.#hash[id] = hash;
    this.#slots[slot] = id;
    this.#texts.push(latin1(bytes, from, to));
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = this.#hash[id]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function wider<T extends Int32Array | Uint8Array>(from: T): T {
  const to = new (from.constructor as new (n: number) => T)(from.length * 2);
  to.set(from as never);
  return to;
}
