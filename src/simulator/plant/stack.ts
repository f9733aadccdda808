import type { Random } from '../random.ts';
import type { Flue } from './flue.ts';
import { DAY_S, HOUR_S, Lag, Wander } from './wander.ts';
import type { Waste } from './waste.ts';

const RATED_VELOCITY = 14.8;

/** m³/s at 273 K, 101.325 kPa, dry, from m/s and the state of the gas (HJ 212-2017 Annex D, flow at standard state). */
export function standardFlow(
  velocity: number,
  areaM2: number,
  temperatureC: number,
  pressureKpa: number,
  moisture: number,
) {
  return velocity * areaM2 * (273 / (273 + temperatureC)) * ((101.325 + pressureKpa) / 101.325) * (1 - moisture / 100);
}

/** What the gas is like in the stack: velocity, temperature, draught, water vapour and the flow that follows from them. */
export class Stack {
  #area: number;
  #draught: { mid: Wander; slow: Wander };
  #heat: Wander;
  #damped: Lag;
  #warmth: Lag;
  #water: { season: Wander; mid: Wander; fast: Wander };
  #gust: Wander;
  #burnt = new Lag(900, 0);

  /** `areaM2` of the duct at the sampling plane */
  constructor(random: Random, areaM2: number, running: boolean) {
    this.#area = areaM2;
    this.#draught = {
      mid: new Wander(random.fork('draught mid'), 0.9 * HOUR_S),
      slow: new Wander(random.fork('draught slow'), 6 * HOUR_S),
    };
    this.#heat = new Wander(random.fork('heat'), 3.6 * HOUR_S);
    this.#damped = new Lag(240, 0);
    this.#warmth = new Lag(1.5 * HOUR_S, running ? 1 : 0);
    this.#water = {
      season: new Wander(random.fork('season'), 5 * DAY_S),
      mid: new Wander(random.fork('water mid'), 1.5 * HOUR_S),
      fast: new Wander(random.fork('water fast'), 240),
    };
    this.#gust = new Wander(random.fork('gust'), 2 * DAY_S);
  }

  step(flue: Flue, feed: number, waste: Waste): void {
    const draught = 0.03 * this.#draught.mid.step() + 0.025 * this.#draught.slow.step();
    const volume = 0.93 * flue.air + 0.07 * flue.heat;
    flue.velocity = RATED_VELOCITY * volume * (1 + draught + 0.012 * waste.flutter);
    const warm = this.#warmth.step(flue.heat > 0.05 ? 0.72 + 0.28 * Math.min(1, feed) : 0);
    flue.temperature = 22 + 127 * warm + 3.0 * warm * this.#damped.step(this.#heat.step());
    flue.pressure = -0.336 * flue.air + 0.02 * this.#gust.step() * flue.air;
    const wet = 18.2 + 2.1 * this.#water.season.step() + 0.9 * this.#water.mid.step();
    const burst = (0.2 * this.#water.fast.step() + 0.2 * waste.flutter) * waste.agitation;
    flue.moisture =
      1.2 + (Math.max(4, wet + burst) - 1.2) * this.#burnt.step(Math.min(1, flue.heat / (flue.air + 1e-6)));
    flue.flow = standardFlow(flue.velocity, this.#area, flue.temperature, flue.pressure, flue.moisture);
  }
}
