import { probit, quantileRankSorted } from 'simple-statistics';

/** Knots on either side that a slope is measured over. */
const AROUND = 2;

/**
 * Maps values to the normal score of their rank in a sample (van der Waerden 1952), linearly between knots and beyond the
 * ends, so that skewed and bounded signals can be compared on one scale.
 */
export class NormalScores {
  readonly #at: Float64Array;
  readonly #score: Float64Array;
  readonly #slope: number;
  /** between neighbouring knots, over the two knots on either side */
  readonly #steepness: Float64Array;

  /** @param sorted the sample in ascending order, without gaps, at least two values */
  constructor(sorted: Float64Array, knots = 64) {
    const n = sorted.length;
    const at: number[] = [];
    const score: number[] = [];
    for (let k = 0; k <= knots; k++) {
      const value = sorted[Math.min(n - 1, Math.floor((k / knots) * (n - 1) + 0.5))]!;
      if (at.length > 0 && value <= at.at(-1)!) continue;
      at.push(value);
      score.push(
        probit(Math.min(1 - 0.5 / n, Math.max(0.5 / n, quantileRankSorted(sorted as unknown as number[], value)))),
      );
    }
    this.#at = Float64Array.from(at);
    this.#score = Float64Array.from(score);
    const spread = sorted[Math.floor(0.9 * (n - 1))]! - sorted[Math.floor(0.1 * (n - 1))]!;
    this.#slope = spread > 0 ? 2.56 / spread : 0;
    this.#steepness = Float64Array.from({ length: Math.max(0, at.length - 1) }, (_, k) => {
      const low = Math.max(0, k - AROUND);
      const high = Math.min(at.length - 1, k + 1 + AROUND);
      return (score[high]! - score[low]!) / (at[high]! - at[low]!);
    });
  }

  /** How fast the score rises around a value, per unit of it: the slope of `of`, smoothed. */
  steepness(value: number): number {
    const at = this.#at;
    if (!(value > at[0]!) || value >= at.at(-1)!) return this.#slope;
    return this.#steepness[this.#knot(value)]!;
  }

  of(value: number): number {
    const at = this.#at;
    const last = at.length - 1;
    if (!(value > at[0]!)) return Math.max(-6, this.#score[0]! + (value - at[0]!) * this.#slope);
    if (value >= at[last]!) return Math.min(6, this.#score[last]! + (value - at[last]!) * this.#slope);
    const low = this.#knot(value);
    const share = (value - at[low]!) / (at[low + 1]! - at[low]!);
    return this.#score[low]! + share * (this.#score[low + 1]! - this.#score[low]!);
  }

  /** The last knot that a value between the ends reaches. */
  #knot(value: number): number {
    const at = this.#at;
    let low = 0;
    let high = at.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at[middle]! <= value) low = middle;
      else high = middle;
    }
    return low;
  }
}
