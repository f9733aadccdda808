import type { Random } from '../random.ts';
import type { Combustion } from './combustion.ts';
import type { Flue, Levers } from './flue.ts';
import { clamp, DAY_S, HOUR_S, Lag, STEP_S, Wander } from './wander.ts';

/**
 * SNCR: urea solution is sprayed into the first pass. A slow controller holds NOx at the stack near a set point that
 * operators move from shift to shift; what it cannot follow within minutes stays in the reading.
 */
export class Denox {
  #aim: number;
  #urea = 31;
  #integral = 31;
  #setPoint: Wander;
  #quality: Wander;
  #slip: { slow: Wander; fast: Wander };
  #seen = new Lag(300, 65);

  /** `aim`: mg/m³ of NOx that operators aim at on the whole */
  constructor(random: Random, aim: number) {
    this.#aim = aim;
    this.#setPoint = new Wander(random.fork('set point'), 1.5 * DAY_S);
    this.#quality = new Wander(random.fork('quality'), 8 * HOUR_S);
    this.#slip = {
      slow: new Wander(random.fork('slip slow'), 2.6 * HOUR_S),
      fast: new Wander(random.fork('slip fast'), 900),
    };
  }

  step(flue: Flue, fire: Combustion, levers: Levers): void {
    const quality = this.#quality.step();
    const running = fire.rawNox > 20 && flue.middle > 800;
    const setPoint = this.#aim + levers.noxAim + 6 * this.#setPoint.step();
    const error = this.#seen.step(flue.nox) - setPoint;
    this.#integral = clamp(this.#integral + (error * 0.35 * STEP_S) / 600, 6, 160);
    const asked = running ? clamp(this.#integral + 0.1 * error, 4, 200) : 0;
    this.#urea += 0.02 * (asked - this.#urea);
    flue.urea = levers.treatmentOff ? 0 : this.#urea * levers.ureaShare;
    // Reduction falls off outside the temperature window of SNCR, about 850–1100 ℃.
    const window = Math.exp(-(((flue.middle - 1050) / 330) ** 2));
    const strength = 0.0446 * (1 + 0.22 * quality);
    flue.nox = fire.rawNox * Math.exp(-strength * window * flue.urea);
    const slip = Math.exp(0.44 * this.#slip.slow.step() + 0.1 * this.#slip.fast.step());
    flue.nh3 = running ? 6.7 * slip * (0.6 + (0.4 * flue.urea) / 31) : 0;
  }
}
