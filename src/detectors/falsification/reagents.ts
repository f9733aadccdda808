import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';

/**
 * What the dosing says about a pollutant: a sensor of the process, which whoever alters the emission leaves alone. Lime
 * binds SO2 and HCl, urea reduces NOx; a control loop doses more where the pollutant is high. Where it is high and the
 * reagent is below what the same day usually had, the reagent is short and the peak is real.
 */
export const reagentsOf = z.record(z.string(), z.array(z.string())).describe('各因子的药剂 / reagents of a factor');

export const shortDose = z
  .number()
  .positive()
  .max(1)
  .describe('低于当日中位数的此比例为不足 / short = below this share of the median of the day');

/** Doses of a day, with the amount below which the reagent is short; NaN where nothing is known. */
export interface Doses {
  step: number;
  values: Float64Array;
  bar: number;
}

export function dosesOf(day: DayView, reagent: string, short: number): Doses {
  const { step, values } = day.samples(reagent);
  const usual = day.once(`dose/${reagent}`, () => {
    const there = values.filter((value) => !Number.isNaN(value));
    return there.length * 2 < values.length ? Number.NaN : median(there);
  });
  return { step, values, bar: short * usual };
}

/** Share of a day's samples in which a reagent is short; NaN where nothing is known. */
export function shareShort({ values, bar }: Doses): number {
  const there = values.filter((value) => !Number.isNaN(value));
  return Number.isNaN(bar) ? Number.NaN : there.filter((value) => value < bar).length / there.length;
}

/** Whether a reagent was short in most of the minutes `[from, to)`; undefined where fewer than half are known. */
export function wasShort({ step, values, bar }: Doses, from: number, to: number): boolean | undefined {
  const all = values.subarray(Math.floor(from / step), Math.ceil(to / step));
  const there = all.filter((value) => !Number.isNaN(value));
  if (Number.isNaN(bar) || there.length === 0 || there.length * 2 < all.length) return undefined;
  return median(there) < bar;
}
