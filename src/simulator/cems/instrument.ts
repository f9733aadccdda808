import { Lag, Wander } from '../plant/wander.ts';
import type { Random } from '../random.ts';
import { type Factor, round } from './factors.ts';

const DRIFT_S = 30 * 3600;

/** One instrument: it answers late, with noise and some drift, in steps, and not beyond its range. */
export class Instrument {
  /** the last reading lay above the range */
  overRange = false;
  #factor: Factor;
  #random: Random;
  #lag: Lag | undefined;
  /** of analysers only */
  #drift: Wander | undefined;
  #offset: number;

  /** `offset` is a constant error of this very instrument, e.g. of a thermocouple by its place in the wall */
  constructor(factor: Factor, random: Random, offset = 0) {
    this.#factor = factor;
    this.#random = random;
    this.#offset = offset;
    if (factor.span !== undefined) this.#drift = new Wander(random.fork('drift'), DRIFT_S);
  }

  read(truth: number): number {
    const { lagS, noise, low, high, step, decimals } = this.#factor;
    this.#lag ??= new Lag(lagS, truth);
    const drift = this.#drift === undefined ? 0 : this.#drift.step() * noise;
    const seen = this.#lag.step(truth) + this.#offset + drift + (noise === 0 ? 0 : noise * this.#random.normal());
    this.overRange = seen > high;
    const held = seen < low ? low : Math.min(seen, high);
    return round(step === undefined ? held : Math.round(held / step) * step, decimals);
  }
}
