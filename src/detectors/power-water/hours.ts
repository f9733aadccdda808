import { z } from 'zod';
import { hourMeans, median } from '../../ledger/means.ts';
import { powerOf } from '../../ledger/power.ts';
import type { OutletDays } from '../../ledger/view.ts';
import { isUsable } from '../../model/flag.ts';

export const minMinutes = z
  .number()
  .int()
  .min(1)
  .max(60)
  .describe('常态值的每个小时需要的有数分钟数 / minutes that an hour of what is usual needs');

/** 24 hour means of a meter's power, kW; NaN where too little is known. */
export function powerHours(meter: OutletDays, day: number, needed: number): Float64Array {
  return meter.profile(day, `power/hours/${needed}`, () => {
    return hourMeans(powerOf(meter, { from: day, to: day + 1 }).kw, undefined, needed).values;
  });
}

/** 24 hour means of a factor as measured; NaN where too little is usable. */
export function factorHours(outlet: OutletDays, day: number, factor: string, needed: number): Float64Array {
  return outlet.profile(day, `unit-hours/${factor}/${needed}`, (view) => {
    const { values, flags } = view.minutes(factor);
    const usable = values.map((value, m) => (isUsable(flags[m]!) ? value : Number.NaN));
    return hourMeans(usable, undefined, needed).values;
  });
}

/** What an hour usually shows, from the days before one; undefined where fewer hours than needed are known. */
export function usual(
  day: number,
  { days, minHours }: { days: number; minHours: number },
  of: (day: number) => Iterable<number>,
): number | undefined {
  const hours: number[] = [];
  for (let d = day - days; d < day; d++) for (const value of of(d)) if (!Number.isNaN(value)) hours.push(value);
  return hours.length < minHours ? undefined : median(hours);
}
