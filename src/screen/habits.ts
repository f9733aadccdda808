import { leastSquaresMany } from '../statistics/ridge.ts';

/** Windows that a habit is learned from, at most, and how many of the latest these are spread over. */
const LEARNED = 400;
const KEPT = 2400;
/** Growth of what is known from which it is worth learning anew. */
const GROWTH = 0.05;
/** Share of the past beyond which a deviation is a tail's, and how many deviations that is of a normal distribution. */
const TAIL = 0.015;
const DEVIATIONS = 2.17;
/** Units after which a window counts half. */
const HALF_LIFE = 50;

/** The features of one window size over a signal's past, each as a function of the circumstances of its window. */
export class Habits {
  readonly #features: Float64Array[] = [];
  readonly #circumstances: Float64Array[] = [];
  readonly #span: [number, number][] = [];
  readonly #unit: number;
  #learnedFrom = 0;
  #fit: { coefficients: Float64Array[]; below: Float64Array; above: Float64Array } | undefined;

  constructor(unit: number) {
    this.#unit = unit;
  }

  add(features: Float64Array, circumstances: Float64Array, from: number, to: number): void {
    this.#features.push(features);
    this.#circumstances.push(circumstances);
    this.#span.push([from, to]);
  }

  /** Learns anew from the windows that are still trusted, where enough have come since it last did. */
  learn(isTrusted: (from: number, to: number) => boolean, least: number): void {
    const all: number[] = [];
    const last = this.#features.length;
    if (this.#fit && last - this.#learnedFrom < GROWTH * Math.min(KEPT, last)) return;
    this.#learnedFrom = last;
    const thin = Math.max(1, Math.ceil(Math.min(KEPT, last) / LEARNED));
    for (let i = Math.max(0, last - KEPT); i < last; i += thin) if (isTrusted(...this.#span[i]!)) all.push(i);
    this.#fit = undefined;
    if (all.length < least) return;
    const width = this.#circumstances[0]!.length;
    const count = this.#features[0]!.length;
    const n = all.length;
    const x = new Float64Array(n * width);
    all.forEach((i, k) => {
      x.set(this.#circumstances[i]!, k * width);
    });
    const y = all.map((i) => this.#features[i]!);
    const now = this.#span[last - 1]![1];
    const weights = Float64Array.from(all, (i) => 2 ** ((this.#span[i]![1] - now) / (HALF_LIFE * this.#unit)));
    const coefficients = leastSquaresMany(x, width, y, weights, count, 0.02);
    const below = new Float64Array(count);
    const above = new Float64Array(count);
    const errors = new Float64Array(n);
    for (let f = 0; f < count; f++) {
      const mine = coefficients[f]!;
      let square = 0;
      for (let k = 0; k < n; k++) {
        let e = y[k]![f]!;
        for (let c = 0; c < width; c++) e -= x[k * width + c]! * mine[c]!;
        errors[k] = e;
        square += e * e;
      }
      errors.sort();
      const least = Math.max(0.4 * Math.sqrt(square / n), 1e-3);
      below[f] = Math.max(least, -errors[Math.floor(TAIL * n)]! / DEVIATIONS);
      above[f] = Math.max(least, errors[n - 1 - Math.floor(TAIL * n)]! / DEVIATIONS);
    }
    this.#fit = { coefficients, below, above };
  }

  /** How far a window's features are from the habit, in deviations of that side's tail; undefined where too little was seen. */
  surprise(features: Float64Array, circumstances: Float64Array): Float64Array | undefined {
    const fit = this.#fit;
    if (!fit) return undefined;
    return features.map((value, f) => {
      let e = value;
      const c = fit.coefficients[f]!;
      for (let k = 0; k < c.length; k++) e -= circumstances[k]! * c[k]!;
      return Math.max(-30, Math.min(30, e / (e < 0 ? fit.below : fit.above)[f]!));
    });
  }
}
