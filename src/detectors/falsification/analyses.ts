import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';

/** One result of an analyser that draws a sample now and then. */
export interface Analysis {
  /** of the day, when it was first shown */
  minute: number;
  value: number;
}

export const heldMinutes = z
  .number()
  .int()
  .min(1)
  .describe(
    '间隔不超过此分钟数而多与前一条相同的记录，视为重复同一结果 / records no further apart than so many minutes, most of them equal to the one before, show one result until the next',
  );

/**
 * A factor's day, one value for each cycle of its analyser where records only repeat the last result; else its samples.
 * @param held minutes between such records at most, and records beyond which a cycle is taken as one value
 */
export function cyclesOf(
  day: DayView,
  factor: string,
  held: { heldMinutes: number; heldRecords: number },
): { step: number; values: Float64Array } {
  const { step, values } = day.samples(factor);
  const results = analysesOf(day, factor, held.heldMinutes);
  const cycle = median(results.slice(1).map(({ minute }, i) => minute - results[i]!.minute));
  const every = Math.round(cycle / step);
  // One distance alone tells no cycle.
  if (results.length < 3 || step > held.heldMinutes || every <= held.heldRecords) return { step, values };
  return { step: step * every, values: values.filter((_, i) => i % every === 0) };
}

/**
 * The results of a day. A logger sends each of them once, or every minute until the next: then a result begins where the
 * value changes (two equal results in a row count as one).
 * @param within `heldMinutes`
 */
export function analysesOf(day: DayView, factor: string, within: number): Analysis[] {
  const records = day.records(factor);
  const gaps = records.slice(1).map(({ minute }, i) => minute - records[i]!.minute);
  const equal = records.slice(1).filter(({ value }, i) => value === records[i]!.value).length;
  const held = gaps.length > 0 && median(gaps) <= within && equal * 2 > gaps.length;
  return held ? records.filter(({ value }, i) => i > 0 && value !== records[i - 1]!.value) : records;
}
