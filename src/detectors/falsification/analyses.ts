import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';

/** One result of an analyser that draws a sample now and then. */
export interface Analysis {
  /** of the day, when it was first shown */
  minute: number;
  value: number;
}

/** Records closer than this, most of them equal to the one before, show one result until the next, minutes. */
const HELD = 10;

/**
 * A factor's day, one value for each cycle of its analyser where records only repeat the last result; else its samples.
 */
export function cyclesOf(day: DayView, factor: string): { step: number; values: Float64Array } {
  const { step, values } = day.samples(factor);
  const results = analysesOf(day, factor);
  const cycle = median(results.slice(1).map(({ minute }, i) => minute - results[i]!.minute));
  const every = Math.round(cycle / step);
  // Fewer than three results tell no cycle.
  if (results.length < 3 || step > HELD || every <= HELD) return { step, values };
  return { step: step * every, values: values.filter((_, i) => i % every === 0) };
}

/**
 * The results of a day. A logger sends each of them once, or every minute until the next: then a result begins where the
 * value changes (two equal results in a row count as one).
 */
export function analysesOf(day: DayView, factor: string): Analysis[] {
  const records = day.records(factor);
  const gaps = records.slice(1).map(({ minute }, i) => minute - records[i]!.minute);
  const equal = records.slice(1).filter(({ value }, i) => value === records[i]!.value).length;
  const held = gaps.length > 0 && median(gaps) <= HELD && equal * 2 > gaps.length;
  return held ? records.filter(({ value }, i) => i > 0 && value !== records[i - 1]!.value) : records;
}
