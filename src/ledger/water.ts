import { isUsable } from '../model/flag.ts';
import { MarkBit } from './marks.ts';
import { hourMeans, median } from './means.ts';
import type { DayView } from './view.ts';

/** Waste-water flow, L/s. */
export const FLOW = 'w00000';

/** A waste-water factor's day (HJ 355-2019, HJ 356-2019; regulations VAL-04). */
export interface WaterDay {
  /** flow-weighted mean of the valid hours, plain where no flow is measured; NaN where the day is not valid */
  mean: number;
  /** median of the valid hours, NaN where the day is not valid: for pH, which has no mean */
  median: number;
  /** NaN where an hour is not valid */
  hours: Float64Array;
  validHours: number;
  /** hours with discharge outside 停运 */
  dueHours: number;
  valid: boolean;
  /** Σ C·Q in kg and Σ Q in m3 over the valid hours; undefined where no flow is measured */
  load: { kg: number; m3: number } | undefined;
}

export interface WaterValidity {
  /** usable minutes that an hour needs; an hourly reading speaks for all 60 */
  minMinutes: number;
  /** share of the due hours that must be valid */
  minShare: number;
}

/** Hours without flow are not due; negative readings and hours whose flow is unknown are not valid. */
export function waterDay(view: DayView, factor: string, { minMinutes, minShare }: WaterValidity): WaterDay {
  const notUsed = view.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const means = (of: string) => {
    const { values, flags } = view.minutes(of);
    return hourMeans(
      values.map((value, m) => (isUsable(flags[m]!) && value >= 0 ? value : Number.NaN)),
      notUsed,
      minMinutes,
    ).values;
  };
  const flow = view.due.has(FLOW) ? means(FLOW) : undefined;
  const stopped = view.minutesMarked(MarkBit.STOPPED);
  const hours = means(factor);
  let [validHours, dueHours, sum, weighted, litres] = [0, 0, 0, 0, 0];
  for (let h = 0; h < 24; h++) {
    const isDue = !stopped.subarray(h * 60, h * 60 + 60).every(Boolean) && (h + 1) * 60 > view.minutesBeforeFirst;
    if (flow?.[h] === 0 || !isDue) {
      hours[h] = Number.NaN;
      continue;
    }
    dueHours++;
    if (flow && Number.isNaN(flow[h])) hours[h] = Number.NaN;
    if (Number.isNaN(hours[h])) continue;
    validHours++;
    sum += hours[h]!;
    if (!flow) continue;
    weighted += hours[h]! * flow[h]! * 3600;
    litres += flow[h]! * 3600;
  }
  const valid = validHours > 0 && validHours >= minShare * dueHours - 1e-9;
  const mean = flow ? weighted / litres : sum / validHours;
  return {
    mean: valid ? mean : Number.NaN,
    median: valid ? median([...hours].filter((value) => !Number.isNaN(value))) : Number.NaN,
    hours,
    validHours,
    dueHours,
    valid,
    load: flow && { kg: weighted / 1e6, m3: litres / 1000 },
  };
}
