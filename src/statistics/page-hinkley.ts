/**
 * Two-sided test for a change of the mean (Page 1954, Biometrika 41:100; Hinkley 1971, Biometrika 58:509): sums of what
 * exceeds an allowance, begun anew at zero, one for rises and one for falls.
 */
export class PageHinkley {
  readonly #allowance: number;
  #up = 0;
  #down = 0;

  /** @param allowance what a value may lie off without counting, in the values' unit */
  constructor(allowance: number) {
    this.#allowance = allowance;
  }

  /** The larger of the two sums, in the values' unit: positive for a rise, negative for a fall. A gap (NaN) changes nothing. */
  push(off: number): number {
    if (!Number.isNaN(off)) {
      this.#up = Math.max(0, this.#up + off - this.#allowance);
      this.#down = Math.max(0, this.#down - off - this.#allowance);
    }
    return this.#up >= this.#down ? this.#up : -this.#down;
  }
}
