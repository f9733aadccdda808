/** So much at once, and so much again per second. Knows no clock: times are handed in, in ms. */
export class Allowance {
  readonly #most: number;
  readonly #perMs: number;
  #left: number;
  #at: number;

  constructor(most: number, perSecond: number, at: number) {
    this.#most = most;
    this.#perMs = perSecond / 1000;
    this.#left = most;
    this.#at = at;
  }

  /** Takes one if one is left. */
  take(at: number): boolean {
    this.#refill(at);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Takes what happened anyway, on credit where need be. Returns how long to wait until the debt is paid, ms. */
  spend(amount: number, at: number): number {
    this.#refill(at);
    this.#left -= amount;
    return this.#left >= 0 ? 0 : Math.ceil(-this.#left / this.#perMs);
  }

  untouched(at: number): boolean {
    this.#refill(at);
    return this.#left >= this.#most;
  }

  #refill(at: number): void {
    this.#left = Math.min(this.#most, this.#left + Math.max(0, at - this.#at) * this.#perMs);
    this.#at = at;
  }
}
