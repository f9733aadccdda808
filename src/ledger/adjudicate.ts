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
  const notUsed = pick(view.markBits, MarkBit.STOPPED | MarkBit.INVALID);
  const rawHours = hourMeans(values, notUsed, validity.minMinutes);
  const lostHours = hoursOverParticulateCap(view, validity.minMinutes);
  const exempt = exemptMinutes(view, lostHours);
  let n = 0;
  const excluded = notUsed.map((bit, m) => {
    if (exempt[m] && bit === 0) n++;
    return bit | exempt[m]!;
  });
  const judgedHours = hourMeans(values, excluded, validity.minMinutes);
  return {
    raw: dayMean(rawHours, stopped, validity),
    rawHours,
    judged: dayMean(judgedHours, stopped, validity),
    judgedHours,
    exemptMinutes: n,
    lostHours,
  };
}

/** 1 for each minute that a furnace-state mark exempts, after hours with too much particulate lost it. */
export function exemptMinutes(view: DayView, lostHours: readonly number[]): Uint8Array {
  return view.markBits.map((bits, m) => {
    if ((bits & MarkBit.EXEMPT) === 0) return 0;
    const lost = (bits & MarkBit.CONDITIONAL) !== 0 && lostHours.includes(Math.floor(m / 60));
    return lost ? 0 : 1;
  });
}

/** Hours with a conditional exemption whose converted particulate mean is over the policy's figure. */
export function hoursOverParticulateCap(view: DayView, minMinutes: number): number[] {
  const cap = view.marks.policy.particulateCap;
  const conditional = pick(view.markBits, MarkBit.CONDITIONAL);
  if (cap === undefined || !conditional.includes(1)) return [];
  const notUsed = pick(view.markBits, MarkBit.STOPPED | MarkBit.INVALID);
  const means = hourMeans(view.converted(PARTICULATE).values, notUsed, minMinutes);
  return [...means.values.keys()].filter(
    (h) => means.values[h]! > cap && conditional.subarray(h * 60, h * 60 + 60).includes(1),
  );
}

function pick(bits: Uint8Array, mask: number): Uint8Array {
  return bits.map((b) => (b & mask ? 1 : 0));
}
