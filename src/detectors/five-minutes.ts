import { MarkBit } from '../ledger/marks.ts';
import { median } from '../ledger/means.ts';
import type { DayView, WindowView } from '../ledger/view.ts';
import type { Grain } from '../model/channel.ts';
import { isUsable } from '../model/flag.ts';

/** A day as 288 five-minute slots: fine enough for a furnace, coarse enough to see past noise. */
export const SLOTS = 288;
export const SLOT_MS = 300_000;

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

/** Days that make a level usual: enough to see past a bad one. */
const DAYS = 5;
/** Minutes that a day needs to speak for a level. */
const MINUTES = 240;

/**
 * The level at which a factor usually runs here: median of the medians of the last days that had enough unmarked usable
 * minutes, the window's own included. NaN where there is none within `lookbackDays`.
 */
export function usual(view: WindowView, factor: string, lookbackDays: number): number {
  const levels: number[] = [];
  for (let day = view.days.from; day >= view.days.from - lookbackDays && levels.length < DAYS; day--) {
    const level = view.profile(day, `usual/${factor}`, (d) => dayLevel(d, factor));
    if (!Number.isNaN(level)) levels.push(level);
  }
  return median(levels);
}

function dayLevel(day: DayView, factor: string): number {
  const { values, flags } = day.minutes(factor);
  const marked = day.minutesMarked(MarkBit.MARKED);
  const plain: number[] = [];
  for (let m = 0; m < values.length; m++) if (isUsable(flags[m]!) && marked[m] === 0) plain.push(values[m]!);
  return plain.length < MINUTES ? Number.NaN : median(plain);
}
