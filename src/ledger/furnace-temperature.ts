import type { Grain } from '../model/channel.ts';
import { isUsable } from '../model/flag.ts';
import type { MarkKind } from '../model/mark.ts';
import { median } from './means.ts';
import type { DayView } from './view.ts';

/** Furnace temperature of a day in 288 five-minute slots, ℃; NaN where a slot has no value. */
export interface FurnaceTemperature {
  slots: Float64Array;
  /** how it was measured */
  from: 'thermocouples' | 'mean' | 'none';
}

export interface TemperatureSpec {
  /** prefix of the thermocouples of each section, e.g. `i3331` upper, `i3332` middle */
  sections: readonly string[];
  /** factor that states the mean where there are no thermocouples */
  mean: string;
  /** usable minutes that a slot needs */
  minMinutes: number;
  /** layer-B marks that take a thermocouple (or, without a factor, all of them) out */
  faultMarks: readonly MarkKind[];
  /** the longest period whose mean may stand for a slot: an hour mean says nothing about its twelve */
  coarsest: Grain;
}

const SLOTS = 288;

/**
 * Five-minute means per thermocouple first, then the median of each section, then the mean of the sections
 * (GB 18485 table 1; MEE press Q&A on Order 10). A section with none left makes the slot "no value".
 * @param excluded minutes that are not looked at, 1440 bytes, 0 = used
 */
export function furnaceTemperature(view: DayView, spec: TemperatureSpec, excluded: Uint8Array): FurnaceTemperature {
  const sections = spec.sections
    .map((prefix) => [...view.due].filter((factor) => factor.startsWith(prefix) && factor.length === prefix.length + 1))
    .filter((couples) => couples.length > 0);
  if (sections.length > 0) {
    const bySection = sections.map((couples) => couples.map((couple) => slotMeans(view, couple, spec, excluded)));
    const slots = new Float64Array(SLOTS);
    for (let s = 0; s < SLOTS; s++) {
      const medians = bySection.map((couples) => median(couples.map((c) => c[s]!).filter((v) => !Number.isNaN(v))));
      slots[s] = medians.reduce((sum, v) => sum + v, 0) / medians.length;
    }
    return { slots, from: 'thermocouples' };
  }
  if (view.due.has(spec.mean)) return { slots: slotMeans(view, spec.mean, spec, excluded), from: 'mean' };
  return { slots: new Float64Array(SLOTS).fill(Number.NaN), from: 'none' };
}

function slotMeans(view: DayView, factor: string, spec: TemperatureSpec, excluded: Uint8Array): Float64Array {
  const { values, flags } = view.minutes(factor, 'measured', spec.coarsest);
  const faulty = view.markList.filter(
    (mark) => spec.faultMarks.includes(mark.kind) && (mark.factor === undefined || mark.factor === factor),
  );
  const slots = new Float64Array(SLOTS).fill(Number.NaN);
  for (let s = 0; s < SLOTS; s++) {
    let sum = 0;
    let n = 0;
    for (let m = s * 5; m < s * 5 + 5; m++) {
      if (excluded[m] !== 0 || !isUsable(flags[m]!)) continue;
      const at = view.start + m * 60_000;
      if (faulty.some((mark) => mark.start <= at && at < mark.end)) continue;
      sum += values[m]!;
      n++;
    }
    if (n >= spec.minMinutes) slots[s] = sum / n;
  }
  return slots;
}
