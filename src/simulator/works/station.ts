import { dayOf, dayStart, MINUTE_MS } from '../../model/beijing.ts';
import type { Mark } from '../../model/mark.ts';
import { type Factor, round } from '../cems/factors.ts';
import { Means } from '../cems/means.ts';
import { Minute, READINGS } from '../cems/minute.ts';
import type { Random } from '../random.ts';
import type { Act } from '../script/event.ts';
import type { WorksScript } from '../script/scenario.ts';
import type { Edition, Station } from '../station.ts';
import { Basin } from './basin.ts';
import { CALM, type Water, type WaterLevers } from './water.ts';

/** Probes read all the time; analysers draw a sample now and then and show its result until the next. */
interface WaterFactor extends Factor {
  water(water: Water): number;
  /** minutes of a cycle; absent: a probe */
  cycle?: number;
}

const probe = (code: string, water: (w: Water) => number, noise: number, decimals: number): WaterFactor => ({
  code,
  truth: () => 0,
  water,
  decimals,
  lagS: 1,
  noise,
  low: 0,
  high: Number.POSITIVE_INFINITY,
});
/** `noise` is relative: what two samples of the same water differ by. */
const analyser = (code: string, water: (w: Water) => number, noise: number, decimals: number): WaterFactor => ({
  ...probe(code, water, noise, decimals),
  cycle: 120,
});

/** What one outlet of a works reports; codes of HJ 212-2017 table B.1. */
export const WORKS_FACTORS: readonly WaterFactor[] = [
  probe('w00000', (w) => w.flow, 0.6, 2),
  probe('w01001', (w) => w.ph, 0.006, 3),
  probe('w01010', (w) => w.temperature, 0.02, 2),
  probe('w01014', (w) => w.conductivity, 2, 1),
  analyser('w01018', (w) => w.cod, 0.03, 1),
  analyser('w01020', (w) => w.toc, 0.025, 2),
  analyser('w21003', (w) => w.ammonia, 0.03, 3),
  analyser('w21001', (w) => w.nitrogen, 0.02, 2),
  analyser('w21011', (w) => w.phosphorus, 0.03, 3),
];

/** Calibration once a day with standards, and a wash of the line with clean water every six hours. */
const CHECK_MIN = 25;

/** The outlet of a sewage works: its probes, and analysers in a cycle of two hours. */
export class WorksStation implements Station {
  readonly id: string;
  readonly site: string;
  readonly mn: string;
  readonly edition: Edition;
  readonly medium = 'waste-water';
  readonly means: Means;
  readonly basin: Basin;
  /** kW and L/s at every reading of the last minute, for the meters */
  readonly aerationKw = new Float64Array(READINGS);
  readonly pumpsKw = new Float64Array(READINGS);
  readonly influent = new Float64Array(READINGS);
  #random: Random;
  #levers: WaterLevers = { ...CALM };
  #shown: number[];
  #checkAt: number;
  #batch: readonly [number, number] | undefined;
  #again = false;
  #altered: ((water: Water) => Water) | undefined;
  #when: ((flowing: boolean) => boolean) | undefined;

  constructor(site: string, script: WorksScript, random: Random) {
    this.id = script.id;
    this.site = site;
    this.mn = script.mn;
    this.edition = script.edition;
    this.#batch = script.discharges;
    this.#random = random.fork('instruments');
    this.basin = new Basin(random.fork('basin'));
    this.means = new Means(script.id, WORKS_FACTORS, undefined);
    this.#checkAt = 9 * 60 + Math.floor(random.between(3, 90));
    for (let s = 0; s < 720; s++) this.basin.step(12, CALM);
    this.#shown = WORKS_FACTORS.map((factor) => this.#read(factor, this.basin.water));
  }

  prepare(acts: readonly Act[]): void {
    this.#levers = { ...CALM };
    this.#again = false;
    this.#altered = undefined;
    this.#when = undefined;
    for (const act of acts) {
      act.water?.(this.#levers);
      act.sampling?.({
        again: () => {
          this.#again = true;
        },
        alter: (of) => {
          this.#altered = of;
        },
        when: (of) => {
          this.#when = of;
        },
      });
    }
  }

  measure(at: number): Minute {
    const minute = new Minute(this.id, WORKS_FACTORS, at);
    const ofDay = (at - dayStart(dayOf(at))) / MINUTE_MS;
    const checking = ofDay >= this.#checkAt && ofDay < this.#checkAt + CHECK_MIN;
    const flowing = this.#flows(ofDay / 60);
    for (let r = 0; r < READINGS; r++) {
      const water = this.basin.step(ofDay / 60, this.#levers);
      if (!flowing) water.flow = 0;
      this.aerationKw[r] = water.aerationKw;
      this.pumpsKw[r] = water.pumpsKw;
      this.influent[r] = water.influent;
      const seen = this.#altered ? { ...this.#altered({ ...water }), flow: water.flow } : water;
      WORKS_FACTORS.forEach((factor, i) => {
        const due = factor.cycle === undefined || (r === 0 && this.#samples(ofDay, factor.cycle, flowing, checking));
        if (due) this.#shown[i] = factor.code === 'w00000' && !flowing ? 0 : this.#read(factor, seen);
        minute.of(i)[r] = this.#shown[i]!;
      });
    }
    if (checking)
      WORKS_FACTORS.forEach((factor, i) => {
        if (factor.cycle !== undefined) minute.flags[i] = 'C';
      });
    return minute;
  }

  marks(): Mark[] {
    return [];
  }

  #flows(hour: number): boolean {
    if (!this.#batch) return true;
    const [from, to] = this.#batch;
    return from < to ? hour >= from && hour < to : hour >= from || hour < to;
  }

  /** An honest analyser samples by its clock while water flows, and holds the last value while none does. */
  #samples(ofDay: number, cycle: number, flowing: boolean, checking: boolean): boolean {
    if (this.#again) return true;
    return ofDay % cycle === 0 && !checking && (this.#when ? this.#when(flowing) : flowing);
  }

  #read({ water, noise, decimals, cycle, low }: WaterFactor, of: Water): number {
    const level = water(of);
    const spread = cycle === undefined ? noise : noise * level;
    return round(Math.max(low, level + spread * this.#random.normal()), decimals);
  }
}
