import { probit, quantileRankSorted } from 'simple-statistics';

/**
 * Maps values to the normal score of their rank in a sample (van der Waerden 1952), linearly between knots and beyond the
 * ends, so that skewed and bounded signals can be compared on one scale.
 */
export class NormalScores {
  readonly #at: Float64Array;
  readonly #score: Float64Array;
  readonly #slope: number;

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
  }

  of(value: number): number {
    const at = this.#at;
    const last = at.length - 1;
    if (!(value > at[0]!)) return Math.max(-6, this.#score[0]! + (value - at[0]!) * this.#slope);
    if (value >= at[last]!) return Math.min(6, this.#score[last]! + (value - at[last]!) * this.#slope);
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at[middle]! <= value) low = middle;
      else high = middle;
    }
    const share = (value - at[low]!) / (at[high]! - at[low]!);
    return this.#score[low]! + share * (this.#score[high]! - this.#score[low]!);
  }
}
