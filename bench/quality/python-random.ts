import { createHash } from 'node:crypto';

/**
 * The Mersenne Twister as Python seeds and draws it (CPython Lib/random.py, Modules/_randommodule.c; Matsumoto & Nishimura
 * 1998), so that a suite made here is the suite that the Python tools make from the same seed.
 */
export class PythonRandom {
  readonly #state = new Uint32Array(624);
  #index = 624;
  #spare: number | undefined;

  constructor(seed: string | number) {
    this.#seed(typeof seed === 'string' ? wordsOf(seed) : [seed >>> 0]);
  }

  #seed(key: number[]): void {
    const s = this.#state;
    s[0] = 19_650_218;
    for (let i = 1; i < 624; i++) s[i] = Math.imul(1_812_433_253, s[i - 1]! ^ (s[i - 1]! >>> 30)) + i;
    let i = 1;
    let j = 0;
    const next = (k: number) => {
      if (k < 624) return k;
      s[0] = s[623]!;
      return 1;
    };
    for (let k = Math.max(624, key.length); k > 0; k--) {
      s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1_664_525)) + key[j]! + j;
      i = next(i + 1);
      j = (j + 1) % key.length;
    }
    for (let k = 623; k > 0; k--) {
      s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1_566_083_941)) - i;
      i = next(i + 1);
    }
    s[0] = 0x8000_0000;
  }

  #word(): number {
    const s = this.#state;
    if (this.#index >= 624) {
      for (let k = 0; k < 624; k++) {
        const y = (s[k]! & 0x8000_0000) | (s[(k + 1) % 624]! & 0x7fff_ffff);
        s[k] = s[(k + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908_b0df : 0);
      }
      this.#index = 0;
    }
    let y = s[this.#index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** [0, 1) with 53 bits. */
  random(): number {
    const a = this.#word() >>> 5;
    const b = this.#word() >>> 6;
    return (a * 67_108_864 + b) / 9_007_199_254_740_992;
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    const bits = 32 - Math.clz32(n);
    for (;;) {
      const drawn = this.#word() >>> (32 - bits);
      if (drawn < n) return drawn;
    }
  }

  range(from: number, to: number): number {
    return from + this.below(to - from);
  }

  choice<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  shuffle<T>(list: T[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
  }

  gauss(mean: number, deviation: number): number {
    let z = this.#spare;
    this.#spare = undefined;
    if (z === undefined) {
      const turn = this.random() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(turn) * radius;
      this.#spare = Math.sin(turn) * radius;
    }
    return mean + z * deviation;
  }
}

/** A string seed is the number that its bytes and their SHA-512 spell, in words from the lowest. */
function wordsOf(seed: string): number[] {
  const text = Buffer.from(seed, 'utf8');
  const bytes = Buffer.concat([text, createHash('sha512').update(text).digest()]);
  const words: number[] = [];
  for (let end = bytes.length; end > 0; end -= 4) {
    let word = 0;
    for (let k = Math.max(0, end - 4); k < end; k++) word = word * 256 + bytes[k]!;
    words.push(word);
  }
  while (words.length > 1 && words.at(-1) === 0) words.pop();
  return words;
}
