import { DAY_S, HOUR_S, Lag, Wander } from '../plant/wander.ts';
import type { Random } from '../random.ts';
import type { Water, WaterLevers } from './water.ts';

/** L/s of a works for some 10 000 m³ a day, and kW of its blowers at that. */
export const RATED_FLOW = 116;
export const RATED_AERATION_KW = 150;
export const RATED_PUMPS_KW = 60;

/** Water stays in the works for half a day, so that an hour's shock comes out as a slow hump. */
const RESIDENCE_S = 12 * HOUR_S;

/** How the inflow of a town moves over the day: least before dawn, most in the late morning and the evening. */
const diurnal = (hour: number) =>
  1 + 0.28 * Math.sin(((hour - 7) / 12) * Math.PI) + 0.1 * Math.sin(((hour - 2) / 6) * Math.PI);

type Wanders = 'flow' | 'cod' | 'ammonia' | 'nitrate' | 'phosphorus' | 'ph' | 'salt' | 'season' | 'ratio';

/**
 * An activated-sludge works from the inlet to the outlet. What leaves follows load over air with the residence time;
 * ammonia answers first where air is short, total nitrogen is ammonia and nitrate, TOC goes with COD.
 */
export class Basin {
  readonly water: Water;
  #load = new Lag(RESIDENCE_S, 1);
  #air = new Lag(3 * HOUR_S, 1);
  #thinned = new Lag(8 * HOUR_S, 1);
  #level = new Lag(0.7 * HOUR_S, RATED_FLOW);
  #wander: Record<Wanders, Wander>;

  constructor(random: Random) {
    const of = (name: string, seconds: number) => new Wander(random.fork(name), seconds);
    this.#wander = {
      flow: of('flow', 2 * HOUR_S),
      cod: of('cod', 9 * HOUR_S),
      ammonia: of('ammonia', 7 * HOUR_S),
      nitrate: of('nitrate', 15 * HOUR_S),
      phosphorus: of('phosphorus', 12 * HOUR_S),
      ph: of('ph', 5 * HOUR_S),
      salt: of('salt', 1.5 * DAY_S),
      season: of('season', 6 * DAY_S),
      ratio: of('ratio', 1 * DAY_S),
    };
    this.water = {
      influent: RATED_FLOW,
      flow: RATED_FLOW,
      cod: 25,
      toc: 8,
      ammonia: 1,
      nitrogen: 10,
      phosphorus: 0.25,
      ph: 7.1,
      temperature: 17,
      conductivity: 950,
      aerationKw: RATED_AERATION_KW,
      pumpsKw: RATED_PUMPS_KW,
    };
  }

  /** One step of 5 s at an hour of the day (0–24). */
  step(hour: number, levers: WaterLevers): Water {
    const { water } = this;
    const w = Object.fromEntries(Object.entries(this.#wander).map(([name, one]) => [name, one.step()])) as Record<
      Wanders,
      number
    >;
    water.influent = RATED_FLOW * levers.inflow * diurnal(hour) * (1 + 0.04 * w.flow);
    const thin = this.#thinned.step(levers.rain ? 1 / Math.max(1, levers.inflow) ** 0.6 : 1);
    const load = this.#load.step(levers.strength * levers.inflow * (levers.rain ? 0.7 : 1));
    const air = this.#air.step(levers.aeration);
    const want = Math.max(0, load - air);
    water.flow = this.#level.step(water.influent) * 0.98 * (1 - levers.bypass);
    water.cod = Math.max(8, thin * (24 + 3.2 * w.cod) * load ** 0.7 + 70 * want);
    water.toc = (water.cod * (1 + 0.05 * w.ratio)) / 3.1;
    water.ammonia = Math.max(0.05, thin * Math.exp(-0.2 + 0.35 * w.ammonia) * load + 14 * want);
    water.nitrogen = water.ammonia + Math.max(2, thin * (8.6 + 0.9 * w.nitrate));
    water.phosphorus = Math.max(0.03, thin * (0.24 + 0.035 * w.phosphorus) * load ** 0.5);
    water.ph = 7.05 + 0.09 * w.ph - 0.15 * (1 - thin);
    water.temperature = 17 + 1.4 * w.season + 0.5 * Math.sin(((hour - 10) / 12) * Math.PI) - 3 * (1 - thin);
    water.conductivity = thin * (960 + 45 * w.salt);
    const need = 0.45 + 0.55 * Math.min(1.6, load * (water.influent / RATED_FLOW) ** 0.5);
    water.aerationKw = RATED_AERATION_KW * need * levers.aeration;
    water.pumpsKw = RATED_PUMPS_KW * (0.1 + 0.9 * (water.influent / RATED_FLOW));
    return water;
  }
}
