import { Ewma } from './ewma.ts';
import { leftDiscord } from './left-discord.ts';
import { TailSurprise } from './tail-surprise.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface UnusualTerms {
  /** lengths of the stretches compared, in samples */
  lengths: readonly number[];
  /** stretches are compared with earlier ones that end within this many hours of the same time of day */
  hours: number;
  /** days that must be known before time of day counts; until then all earlier stretches are compared */
  days: number;
  /** spans of the fast and the slow moving average, in samples */
  fast: number;
  slow: number;
  /** what a shift of the level must surprise more than a stretch does: it stays for long and is seen many times */
  shiftLess: number;
  /** samples remembered */
  memory: number;
}

export const USUAL_TERMS: UnusualTerms = {
  lengths: [12, 36],
  hours: 1,
  days: 3,
  fast: 24,
  slow: 288,
  shiftLess: 0.9,
  memory: 16_384,
};

/** What each part says of a sample, as surprise (decimal logarithms of a tail probability, see {@link TailSurprise}). */
export interface Unusual {
  stretch: number;
  shift: number;
  /** the larger of the two, the shift discounted */
  score: number;
}

/**
 * A single signal watched for anything unusual: stretches unlike all earlier ones at about this time of day (left discords),
 * and a level that moves away from where it long was. Each is weighed by how rare it has been in this signal, so that no unit,
 * noise or scale must be told. What was seen before is usual: a second such event surprises less.
 */
export class UnusualStream {
  readonly #terms: UnusualTerms;
  readonly #values: Float64Array;
  /** ms since midnight */
  readonly #timeOfDay: Float64Array;
  readonly #near: Int32Array;
  readonly #comparable: Int32Array;
  #n = 0;
  #begin = Number.NaN;
  readonly #fast: Ewma;
  readonly #slow: Ewma;
  readonly #stretches: TailSurprise[];
  readonly #shifts: TailSurprise;

  /** @param capacity how many samples will come */
  constructor(capacity: number, terms: UnusualTerms = USUAL_TERMS) {
    this.#terms = terms;
    this.#values = new Float64Array(capacity);
    this.#timeOfDay = new Float64Array(capacity);
    this.#near = new Int32Array(capacity);
    this.#comparable = new Int32Array(capacity);
    this.#fast = new Ewma(terms.fast);
    this.#slow = new Ewma(terms.slow);
    this.#stretches = terms.lengths.map(() => new TailSurprise(terms.memory));
    this.#shifts = new TailSurprise(terms.memory);
  }

  /** @param at epoch ms, later than the one before */
  push(at: number, value: number): Unusual {
    const { lengths, slow, shiftLess } = this.#terms;
    const i = this.#n++;
    if (i === 0) this.#begin = at;
    this.#values[i] = value;
    this.#timeOfDay[i] = at % DAY_MS;
    const near = this.#nearTo(i, at);
    let stretch = 0;
    lengths.forEach((length, k) => {
      stretch += this.#stretches[k]!.push(this.#discord(i, length, near)) / lengths.length;
    });
    const off = Math.abs(this.#fast.push(value) - this.#slow.push(value));
    const shift = this.#shifts.push(i > 2 * slow ? off : Number.NaN);
    return { stretch, shift, score: Math.max(stretch, shift - shiftLess) };
  }

  #discord(end: number, length: number, near: Int32Array): number {
    let n = 0;
    for (const other of near) if (other >= length - 1 && other <= end - length) this.#comparable[n++] = other;
    return leftDiscord(this.#values, end, length, this.#comparable.subarray(0, n), 2);
  }

  /** Earlier samples at about the same time of day, in order; all, while few days are known. */
  #nearTo(i: number, at: number): Int32Array {
    const all = at - this.#begin < this.#terms.days * DAY_MS;
    const within = this.#terms.hours * HOUR_MS;
    const now = this.#timeOfDay[i]!;
    let n = 0;
    for (let j = 0; j < i; j++) {
      const apart = Math.abs(now - this.#timeOfDay[j]!);
      if (all || apart <= within || DAY_MS - apart <= within) this.#near[n++] = j;
    }
    return this.#near.subarray(0, n);
  }
}
