/** Exponentially weighted moving average (Roberts 1959, Technometrics 1:239), with weight 1 / `span` for the newest value. */
export class Ewma {
  readonly #weight: number;
  #mean = Number.NaN;

  /** @param span about how many values it remembers */
  constructor(span: number) {
    this.#weight = 1 / span;
  }

  /** The average with this value in it; a gap (NaN) changes nothing. */
  push(value: number): number {
    if (Number.isNaN(value)) return this.#mean;
    if (Number.isNaN(this.#mean)) this.#mean = value;
    else this.#mean += this.#weight * (value - this.#mean);
    return this.#mean;
  }
}
