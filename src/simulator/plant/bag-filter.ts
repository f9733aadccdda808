import type { Random } from '../random.ts';
import type { Flue, Levers } from './flue.ts';
import { clamp, DAY_S, HOUR_S, STEP_S, Wander } from './wander.ts';
import type { Waste } from './waste.ts';

/**
 * Bag filter with pulse-jet cleaning: the cake builds up pressure, a pulse takes part of it off and lets a little
 * dust through. The cake as a whole is thick most of the time and thin for a while after a change of bags or precoat.
 */
export class BagFilter {
  #level: number;
  #cake = 0.5;
  #sinceS = 0;
  #nextS = 900;
  #puff = 0;
  #condition: Wander;
  #resistance: { slow: Wander; mid: Wander };
  #random: Random;

  /** `level` of dust against the reference furnace */
  constructor(random: Random, level: number) {
    this.#level = level;
    this.#random = random;
    this.#condition = new Wander(random.fork('condition'), 3 * DAY_S);
    this.#resistance = {
      slow: new Wander(random.fork('resistance slow'), 2 * DAY_S),
      mid: new Wander(random.fork('resistance mid'), 2 * HOUR_S),
    };
  }

  step(flue: Flue, feed: number, waste: Waste, levers: Levers): void {
    this.#sinceS += STEP_S;
    this.#cake = Math.min(1, this.#cake + STEP_S / 2400);
    this.#puff *= 0.93;
    if (this.#sinceS >= this.#nextS) {
      this.#sinceS = 0;
      this.#nextS = this.#random.between(500, 1400);
      this.#cake *= 0.45;
      this.#puff = this.#random.between(0.1, 0.5);
    }
    const condition = this.#condition.step();
    const dusty = Math.min(1, feed * 2) * clamp(flue.air, 0, 1.3);
    const thin = 1 / (1 + Math.exp(6 * (condition + 0.62)));
    const clean = 2.12 - 1.86 * thin + 0.16 * condition + 0.25 * this.#puff;
    const dust = 2600 * (levers.treatmentOff ? 0.03 : levers.bagLeak);
    flue.pm = dusty * Math.max(0, this.#level * clean + dust + 0.05 * waste.flutter);
    const resistance = 0.025 * this.#resistance.slow.step() + 0.045 * this.#resistance.mid.step();
    flue.bagPressure = 1335 * (0.93 + 0.14 * this.#cake + resistance) * clamp(flue.air, 0, 1.5) ** 1.6;
  }
}
