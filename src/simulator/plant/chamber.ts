import type { Random } from '../random.ts';
import type { Flue, Levers } from './flue.ts';
import type { FurnaceSequence } from './furnace-state.ts';
import { DAY_S, HOUR_S, Lag, lagWeight, Wander } from './wander.ts';
import type { Waste } from './waste.ts';

const AMBIENT_C = 25;
const FOLLOWS = lagWeight(0.5 * HOUR_S);
const COOLS = lagWeight(6 * HOUR_S);

/** One section of the combustion chamber: its own share of the common ups and downs, and some of its own. */
class Section {
  #rated: number;
  #spread: number;
  #slow: Wander;
  #mid: Wander;
  #quick: Wander;
  #inert = new Lag(540, 0);

  constructor(random: Random, rated: number, spread: number) {
    this.#rated = rated;
    this.#spread = spread;
    this.#slow = new Wander(random.fork('slow'), 0.8 * DAY_S);
    this.#mid = new Wander(random.fork('mid'), 1.2 * HOUR_S);
    this.#quick = new Wander(random.fork('quick'), 420);
  }

  /** `body` 1 = refractory at rated heat; `common` the deviation that all sections share. */
  step(body: number, fire: number, common: number, agitation: number): number {
    const smooth = this.#inert.step(common + 0.35 * this.#slow.step() + 0.5 * this.#mid.step());
    const quick = 0.03 * agitation ** 3 * this.#quick.step();
    return AMBIENT_C + (this.#rated - AMBIENT_C) * body + this.#spread * fire * (smooth + quick);
  }
}

/**
 * Temperatures of the chamber. The refractory follows the fire within half an hour and cools over many hours; fouling
 * and waste move the gas above it; burners lift what is colder than their set point.
 */
export class Chamber {
  #body: number;
  #fouling: Wander;
  #surge = new Lag(1500, 0);
  #upper: Section;
  #middle: Section;

  /** `warmer`: ℃ against the reference furnace */
  constructor(random: Random, running: boolean, warmer: number) {
    this.#body = running ? 1 : 0.01;
    this.#fouling = new Wander(random.fork('fouling'), 1.0 * DAY_S);
    this.#upper = new Section(random.fork('upper'), 1040 + warmer, 48);
    this.#middle = new Section(random.fork('middle'), 1099 + warmer, 45);
  }

  step(flue: Flue, sequence: FurnaceSequence, waste: Waste, levers: Levers): void {
    const burning = sequence.feed > 0.03;
    const hold = sequence.burnersHold / 1050;
    const target = Math.max(burning ? 1 - 0.2 * (1 - sequence.feed) : 0, hold);
    this.#body += (target < this.#body - 0.1 ? COOLS : FOLLOWS) * (target - this.#body);
    const fire = burning ? 1 : 0;
    const common =
      0.55 * this.#fouling.step() + 0.25 * waste.slow + 0.35 * waste.mid + 0.8 * this.#surge.step(waste.flutter);
    flue.upper = this.#upper.step(this.#body, fire, common, waste.agitation) - levers.cold * fire;
    flue.middle = this.#middle.step(this.#body, fire, common, waste.agitation) - levers.cold * fire;
    if (sequence.burnersHold > 800) {
      flue.upper = Math.max(flue.upper, sequence.burnersHold - 10);
      flue.middle = Math.max(flue.middle, sequence.burnersHold + 8);
    }
  }
}
