import type { Random } from '../random.ts';
import type { Flue, Levers } from './flue.ts';
import { HOUR_S, Wander } from './wander.ts';

/** Rated electric power of one furnace line, kW. */
export const RATED_PRODUCTION_KW = 620;
export const RATED_TREATMENT_KW = 540;

/**
 * Electric power of the line. Production is feeder, grate hydraulics and combustion air; treatment is the induced
 * draught fan, lime mill, urea pumps and the compressed air of the filter. Fans take power with the cube of the flow.
 */
export class Power {
  #production: Wander;
  #treatment: Wander;

  constructor(random: Random) {
    this.#production = new Wander(random.fork('production'), 0.3 * HOUR_S);
    this.#treatment = new Wander(random.fork('treatment'), 0.3 * HOUR_S);
  }

  step(flue: Flue, feed: number, levers: Levers): void {
    const fans = Math.min(1.4, flue.air);
    const production = 0.02 + 0.3 * feed + 0.35 * fans ** 3;
    flue.productionKw = RATED_PRODUCTION_KW * production * (1 + 0.02 * this.#production.step());
    const dosing = 0.1 * Math.min(1.5, flue.lime / 250) + 0.03 * Math.min(1.5, flue.urea / 31);
    const runs = 0.015 + (flue.air > 0.05 ? 0.12 + 0.5 * fans ** 3 + dosing : 0);
    const off = levers.treatmentOff || levers.treatmentLooksOff;
    flue.treatmentKw = RATED_TREATMENT_KW * (off ? 0.004 : runs) * (1 + 0.02 * this.#treatment.step());
  }
}
