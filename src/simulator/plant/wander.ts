import type { Random } from '../random.ts';

/** Length of one step of the plant model. A CEMS reads at least every 5 s (HJ 76-2017 App. B). */
export const STEP_S = 5;

/** Weight of the present in a first-order lag of time constant `seconds`. */
export const lagWeight = (seconds: number) => 1 - Math.exp(-STEP_S / seconds);

/**
 * A quantity that wanders about zero with unit variance and forgets itself in `seconds` (Ornstein–Uhlenbeck,
 * discretised exactly), e.g. the heating value of what the crane brings next.
 */
export class Wander {
  value: number;
  #keep: number;
  #kick: number;
  #random: Random;

  constructor(random: Random, seconds: number) {
    this.#random = random;
    this.#keep = Math.exp(-STEP_S / seconds);
    this.#kick = Math.sqrt(1 - this.#keep * this.#keep);
    this.value = random.normal();
  }

  step(): number {
    this.value = this.#keep * this.value + this.#kick * this.#random.normal();
    return this.value;
  }
}

/** Follows its input with a first-order delay. */
export class Lag {
  value: number;
  #weight: number;

  constructor(seconds: number, value: number) {
    this.#weight = lagWeight(seconds);
    this.value = value;
  }

  step(input: number): number {
    this.value += this.#weight * (input - this.value);
    return this.value;
  }
}

export const HOUR_S = 3600;
export const DAY_S = 86_400;
export const clamp = (value: number, low: number, high: number) => (value < low ? low : Math.min(value, high));
