import { exceeds } from '../model/compare.ts';
import { MarkBit } from './marks.ts';
import { type DayMean, dayMean, type HourMeans, hourMeans, type Validity } from './means.ts';
import type { DayView } from './view.ts';

/** PM, whose hour mean decides over conditional exemptions. */
const PARTICULATE = 'a34013';

/** A factor's day with and without the exempt minutes (regulations WTE-03). */
export interface Adjudicated {
  /** over all valid hours */
  raw: DayMean;
  rawHours: HourMeans;
  /** without minutes that an exempt mark covers within its cap */
  judged: DayMean;
  judgedHours: HourMeans;
  exemptMinutes: number;
  /** hours whose conditional exemption fell because particulate was over the cap */
  lostHours: number[];
}

export function adjudicate(view: DayView, factor: string, validity: Validity): Adjudicated {
  const { minMinutes, minHours } = validity;
  return view.once(`adjudicated/${factor}/${minMinutes}/${minHours}`, () => work(view, factor, validity));
}

function work(view: DayView, factor: string, validity: Validity): Adjudicated {
  const { values } = view.converted(factor);
  const stopped = view.stoppedMinutes;
  const notUsed = view.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID, factor);
  const rawHours = hourMeans(values, notUsed, validity.minMinutes);
  const raw = dayMean(rawHours, stopped, validity);
  if (!view.anyMarked(MarkBit.EXEMPT)) {
    return { raw, rawHours, judged: raw, judgedHours: rawHours, exemptMinutes: 0, lostHours: [] };
  }
  const lostHours = hoursOverParticulateCap(view, validity.minMinutes);
  const exempt = exemptMinutes(view, lostHours);
  const excluded = Uint8Array.from(notUsed);
  let n = 0;
  for (let m = 0; m < exempt.length; m++) {
    if (exempt[m] === 0 || notUsed[m] !== 0) continue;
    excluded[m] = 1;
    n++;
  }
  const judgedHours = hourMeans(values, excluded, validity.minMinutes);
  return { raw, rawHours, judged: dayMean(judgedHours, stopped, validity), judgedHours, exemptMinutes: n, lostHours };
}

/** 1 for each minute that a furnace-state mark exempts, after hours with too much particulate lost it. */
export function exemptMinutes(view: DayView, lostHours: readonly number[]): Uint8Array {
  const exempt = Uint8Array.from(view.minutesMarked(MarkBit.EXEMPT));
  const conditional = view.minutesMarked(MarkBit.CONDITIONAL);
  for (const h of lostHours) for (let m = h * 60; m < h * 60 + 60; m++) if (conditional[m] !== 0) exempt[m] = 0;
  return exempt;
}

/** Hours with a conditional exemption whose converted particulate mean is over the policy's figure. */
export function hoursOverParticulateCap(view: DayView, minMinutes: number): number[] {
  const cap = view.marks.policy.particulateCap;
  if (cap === undefined || !view.anyMarked(MarkBit.CONDITIONAL)) return [];
  const conditional = view.minutesMarked(MarkBit.CONDITIONAL);
  const notUsed = view.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID, PARTICULATE);
  const means = hourMeans(view.converted(PARTICULATE).values, notUsed, minMinutes);
  return [...means.values.keys()].filter(
    (h) => exceeds(means.values[h]!, cap) && conditional.subarray(h * 60, h * 60 + 60).includes(1),
  );
}
