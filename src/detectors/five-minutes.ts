import { z } from 'zod';
import { MarkBit } from '../ledger/marks.ts';
import { median } from '../ledger/means.ts';
import type { DayView, WindowView } from '../ledger/view.ts';
import type { Grain } from '../model/channel.ts';
import { isUsable } from '../model/flag.ts';

/** A day as 288 five-minute slots: fine enough for a furnace, coarse enough to see past noise. */
export const SLOTS = 288;
export const SLOT_MS = 300_000;

/** A parameter in minutes that is made of whole slots. */
export const wholeSlots = z.number().multipleOf(5, '应为 5 的倍数 / must be a multiple of 5');

/**
 * Means of the usable minutes as measured; NaN where a slot has fewer than `minMinutes`.
 * @param coarsest the longest period whose mean may speak for its minutes
 */
export function fiveMinutes(day: DayView, factor: string, minMinutes: number, coarsest: Grain = 'hour'): Float64Array {
  return day.once(`five/${factor}/${minMinutes}/${coarsest}`, () => {
    const { values, flags } = day.minutes(factor, 'measured', coarsest);
    const means = new Float64Array(SLOTS).fill(Number.NaN);
    for (let s = 0; s < SLOTS; s++) {
      let sum = 0;
      let n = 0;
      for (let m = s * 5; m < s * 5 + 5; m++) {
        if (!isUsable(flags[m]!)) continue;
        sum += values[m]!;
        n++;
      }
      if (n >= minMinutes) means[s] = sum / n;
    }
    return means;
  });
}

/** Slots `[from, to)`. */
export interface SlotRun {
  from: number;
  to: number;
}

/** Unbroken runs of slots in which something holds, within `[first, end)`. */
export function runs(first: number, end: number, holds: (slot: number) => boolean): SlotRun[] {
  const found: SlotRun[] = [];
  let from = -1;
  for (let s = first; s <= end; s++) {
    const here = s < end && holds(s);
    if (here && from < 0) from = s;
    if (!here && from >= 0) {
      found.push({ from, to: s });
      from = -1;
    }
  }
  return found;
}

/** What makes a level usual. */
export const usualLevel = z
  .strictObject({
    days: z.number().int().min(1).describe('取最近的天数 / so many of the last days'),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(1440)
      .describe('其中每日至少的未标记有效分钟数 / that each have so many unmarked usable minutes'),
  })
  .describe('本排放口平时水平的取法 / from which days the usual level here is taken');

/**
 * The level at which a factor usually runs here: median of the medians of the last days that had enough unmarked usable
 * minutes, the window's own included. NaN where there is none within `lookbackDays`.
 */
export function usual(
  view: WindowView,
  factor: string,
  lookbackDays: number,
  { days, minutes }: z.output<typeof usualLevel>,
): number {
  const levels: number[] = [];
  for (let day = view.days.from; day >= view.days.from - lookbackDays && levels.length < days; day--) {
    const level = view.profile(day, `usual/${factor}/${minutes}`, (d) => dayLevel(d, factor, minutes));
    if (!Number.isNaN(level)) levels.push(level);
  }
  return median(levels);
}

function dayLevel(day: DayView, factor: string, needed: number): number {
  const { values, flags } = day.minutes(factor);
  const marked = day.minutesMarked(MarkBit.MARKED);
  const plain: number[] = [];
  for (let m = 0; m < values.length; m++) if (isUsable(flags[m]!) && marked[m] === 0) plain.push(values[m]!);
  return plain.length < needed ? Number.NaN : median(plain);
}
