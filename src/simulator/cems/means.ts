import { GRAIN_MS, type Grain, type Stat } from '../../model/channel.ts';
import { type Factor, FLOW, FURNACE_TEMPERATURE, O2, round } from './factors.ts';
import { amountDecimals, convert, type Mean, meanOf } from './mean.ts';
import { type Minute, READINGS } from './minute.ts';
import type { Cell, Report } from './report.ts';
import { Tally } from './tally.ts';

/** Oxygen above which a logger converts no further (the denominator vanishes at 21 %). */
const O2_CEILING = 20.5;
/** Normal values that make a period normal: 4 of 5 minutes, 45 of 60 minutes, 20 of 24 hours (HJ 76-2017 App. B). */
const ENOUGH: Partial<Record<Grain, number>> = { five: 4, hour: 45, day: 20 };

/** Converted = measured · (21 − reference) / (21 − O2), HJ 212-2017 Annex D. */
export const conversion = (reference: number, o2: number) => (21 - reference) / (21 - Math.min(o2, O2_CEILING));

/**
 * Makes the reports of one outlet: live values, minute means, and from those the means of hours and days, as loggers
 * make them (HJ 212-2017 Annex D; a period with too few normal values is marked D).
 */
export class Means {
  #outlet: string;
  #factors: readonly Factor[];
  #reference: number | undefined;
  #o2At: number;
  #flowAt: number;
  #chamberAt: number;
  /** what a logger converts with instead of the oxygen measured; undefined = as it should */
  conversionO2: number | undefined;
  #heldO2 = 9.6;
  #five = new Tally();
  #hour: Tally[];
  #day: Tally[];

  constructor(outlet: string, factors: readonly Factor[], o2Reference: number | undefined) {
    this.#outlet = outlet;
    this.#factors = factors;
    this.#reference = o2Reference;
    this.#o2At = factors.findIndex((factor) => factor.code === O2);
    this.#flowAt = factors.findIndex((factor) => factor.code === FLOW);
    this.#chamberAt = factors.findIndex((factor) => factor.code === FURNACE_TEMPERATURE);
    this.#hour = factors.map(() => new Tally());
    this.#day = factors.map(() => new Tally());
  }

  /** The two instants that a logger uploads in a minute, :30 and :00 of the next. */
  live(minute: Minute): Report[] {
    return [READINGS / 2, READINGS].map((count) => {
      const at = minute.at + (count / READINGS) * GRAIN_MS.minute;
      const value = (i: number) => minute.readings[i * READINGS + count - 1]!;
      const measured = this.#o2At < 0 || minute.flags[this.#o2At] !== 'N' ? this.#heldO2 : value(this.#o2At);
      const o2 = this.conversionO2 ?? measured;
      const cells = this.#factors.flatMap((factor, i): Cell[] => {
        if (Number.isNaN(value(i))) return [];
        const values: [Stat, string][] = [['rtd', value(i).toFixed(factor.decimals)]];
        if (this.#reference !== undefined && factor.pollutant) {
          values.push(['zsrtd', (value(i) * conversion(this.#reference, o2)).toFixed(factor.decimals)]);
        }
        return [{ factor: factor.code, values, flag: minute.flags[i]! }];
      });
      return { outlet: this.#outlet, grain: 'live' as const, at, due: at, cells };
    });
  }

  minute(minute: Minute): Report {
    const means = this.#factors.map((factor, i) => meanOf(minute.of(i), factor, minute.flags[i]!));
    const o2 = means[this.#o2At];
    if (o2?.flag === 'N' && !Number.isNaN(o2.avg)) this.#heldO2 = o2.avg;
    const flow = means[this.#flowAt]?.avg ?? Number.NaN;
    const by = conversion(this.#reference ?? Number.NaN, this.conversionO2 ?? this.#heldO2);
    for (const [i, factor] of this.#factors.entries()) {
      const mean = means[i]!;
      if (factor.code === FLOW && mean.flag === 'N') mean.cou = round(mean.avg * 60, amountDecimals(FLOW));
      if (!factor.pollutant) continue;
      if (this.#reference !== undefined) convert(mean, by, factor.decimals);
      // mg/m³ · m³/s · 60 s → kg
      if (mean.flag === 'N') mean.cou = round(mean.avg * flow * 60e-6, amountDecimals(factor.code));
    }
    for (const [i, tally] of this.#hour.entries()) tally.add(means[i]!);
    const chamber = means[this.#chamberAt];
    if (chamber) this.#five.add(chamber);
    return this.#report('minute', minute.at, means);
  }

  /** Closes the five minutes of furnace temperature that began at `at` (HJ 212-2025, CN 2111). */
  five(at: number): Report | undefined {
    if (this.#chamberAt < 0) return undefined;
    const factor = this.#factors[this.#chamberAt]!;
    const cell = cellOf(factor, this.#five.close(ENOUGH.five!, factor));
    return cell && { outlet: this.#outlet, grain: 'five', at, due: at + GRAIN_MS.five, cells: [cell] };
  }

  /** Closes the hour that began at `at`; undefined where nothing came in. */
  hour(at: number): Report | undefined {
    return this.#close('hour', at, this.#hour, this.#day);
  }

  day(at: number): Report | undefined {
    return this.#close('day', at, this.#day, undefined);
  }

  #close(grain: 'hour' | 'day', at: number, tallies: Tally[], next: Tally[] | undefined): Report | undefined {
    const means = tallies.map((tally, i) => tally.close(ENOUGH[grain]!, this.#factors[i]!));
    for (const [i, tally] of (next ?? []).entries()) tally.add(means[i]!);
    const report = this.#report(grain, at, means);
    return report.cells.length === 0 ? undefined : report;
  }

  #report(grain: Grain, at: number, means: Mean[]): Report {
    const cells = this.#factors.flatMap((factor, i) => {
      const cell = cellOf(factor, means[i]!);
      return cell === undefined ? [] : [cell];
    });
    return { outlet: this.#outlet, grain, at, due: at + GRAIN_MS[grain], cells };
  }
}

const STATS = ['min', 'avg', 'max', 'zsmin', 'zsavg', 'zsmax'] as const;

function cellOf(factor: Factor, mean: Mean): Cell | undefined {
  if (Number.isNaN(mean.avg)) return undefined;
  const values: [Stat, string][] = [];
  if (!Number.isNaN(mean.cou)) values.push(['cou', mean.cou.toFixed(amountDecimals(factor.code))]);
  for (const stat of STATS) if (!Number.isNaN(mean[stat])) values.push([stat, mean[stat].toFixed(factor.decimals)]);
  return { factor: factor.code, values, flag: mean.flag };
}
