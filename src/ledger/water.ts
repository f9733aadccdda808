import { isUsable } from '../model/flag.ts';
import { MarkBit } from './marks.ts';
import { hourMeans, median } from './means.ts';
import type { DayView } from './view.ts';

/** Waste-water flow, L/s. */
export const FLOW = 'w00000';

/** The hours of a waste-water factor's day (HJ 355-2019, HJ 356-2019; regulations VAL-04). */
export interface WaterHours {
  /** mean of the hour's usable minutes, NaN where the hour is not valid */
  hours: Float64Array;
  validHours: number;
  /** hours with discharge outside 停运: each owes a reading */
  dueHours: number;
  /** hours that owe none since nothing was discharged */
  dryHours: number;
  /** why due hours are not valid */
  lost: Record<'noReading' | 'negative' | 'flowUnknown', number>;
  /** C·Q of each hour in kg: NaN where it is due and not valid, or no flow is measured; null where nothing is due */
  loads: (number | null)[];
  /** Σ C·Q in kg and Σ Q in m3 over the valid hours; undefined where no flow is measured */
  load: { kg: number; m3: number } | undefined;
}

export interface WaterDay extends WaterHours {
  /** flow-weighted mean of the valid hours, plain where no flow is measured; NaN where the day is not valid */
  mean: number;
  /** median of the valid hours, NaN where the day is not valid: for pH, which has no mean */
  median: number;
  valid: boolean;
}

export interface WaterValidity {
  /** usable minutes that an hour needs; an hourly reading speaks for all 60 */
  minMinutes: number;
  /** share of the due hours that must be valid */
  minShare: number;
}

export function waterDay(view: DayView, factor: string, { minMinutes, minShare }: WaterValidity): WaterDay {
  const day = waterHours(view, factor, minMinutes);
  const valid = day.validHours > 0 && day.validHours >= minShare * day.dueHours - 1e-9;
  const readings = [...day.hours].filter((value) => !Number.isNaN(value));
  const plain = readings.reduce((sum, value) => sum + value, 0) / day.validHours;
  // kg/m3 in mg/L
  const mean = day.load ? (day.load.kg / day.load.m3) * 1000 : plain;
  return { ...day, valid, mean: valid ? mean : Number.NaN, median: valid ? median(readings) : Number.NaN };
}

/**
 * Readings below zero and readings while nothing flows are not used. Hours without flow and hours out of service are
 * not due; one whose flow is unknown is due but not valid, since it cannot be weighted.
 */
export function waterHours(view: DayView, factor: string, minMinutes: number): WaterHours {
  return view.once(`water/${factor}/${minMinutes}`, () => work(view, factor, minMinutes));
}

function work(view: DayView, factor: string, minMinutes: number): WaterHours {
  const stopped = view.minutesMarked(MarkBit.STOPPED);
  const notUsed = view.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const flowing = view.due.has(FLOW) ? notNegative(view, FLOW).values : undefined;
  const { values, negative } = notNegative(view, factor);
  const flow = flowing && hourMeans(flowing, notUsed, minMinutes).values;
  const readings = flowing ? values.map((value, m) => (flowing[m] === 0 ? Number.NaN : value)) : values;
  const hours = hourMeans(readings, notUsed, minMinutes).values;
  const day = { hours, validHours: 0, dueHours: 0, dryHours: 0, lost: { noReading: 0, negative: 0, flowUnknown: 0 } };
  const loads: (number | null)[] = Array(24).fill(null);
  const load = { kg: 0, m3: 0 };
  for (let h = 0; h < 24; h++) {
    const span = [h * 60, h * 60 + 60] as const;
    const owesNone = span[1] <= view.minutesBeforeFirst || stopped.subarray(...span).every(Boolean);
    const value = hours[h]!;
    hours[h] = Number.NaN;
    if (owesNone) continue;
    if (flow?.[h] === 0) {
      day.dryHours++;
      continue;
    }
    day.dueHours++;
    loads[h] = Number.NaN;
    if (Number.isNaN(value)) day.lost[negative.subarray(...span).includes(1) ? 'negative' : 'noReading']++;
    else if (flow && Number.isNaN(flow[h])) day.lost.flowUnknown++;
    else {
      day.validHours++;
      hours[h] = value;
      if (flow) {
        loads[h] = (value * flow[h]! * 3600) / 1e6;
        load.kg += loads[h]!;
        load.m3 += (flow[h]! * 3600) / 1000;
      }
    }
  }
  return { ...day, loads, load: flow && load };
}

/** Usable minutes of zero and more, and a 1 for each usable one below. */
function notNegative(view: DayView, factor: string): { values: Float64Array; negative: Uint8Array } {
  const { values, flags } = view.minutes(factor);
  const negative = Uint8Array.from(values, (value, m) => Number(isUsable(flags[m]!) && value < 0));
  return { values: values.map((value, m) => (isUsable(flags[m]!) && value >= 0 ? value : Number.NaN)), negative };
}
