import type { DayView } from '../../ledger/view.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import type { BoundLimit } from '../../model/outlet.ts';
import type { Step } from '../detector.ts';

/** Steps that several computations have in common. */

/** Reference-oxygen conversion (GB 13271-2014 5.2; regulations LIM-02). */
export function conversionStep(day: DayView, unit: string): Step {
  const reference = day.o2Reference;
  return {
    zh: '逐分钟折算到基准含氧量，只取标记为 N 或未标记的数据',
    en: 'each minute converted to the reference oxygen; only data flagged N or unmarked',
    formula: reference === undefined ? 'C' : `C × (21 − ${reference}) / (21 − O2)`,
    inputs: { o2Reference: reference ?? null },
    output: null,
    unit,
  };
}

/** @param name letter of the judged value in the formulas: D of a day, H of an hour */
export function limitStep(name: string, value: number, { limit }: BoundLimit): Step {
  return {
    zh: '与当日适用的限值比较，严格大于为超标',
    en: 'compared with the limit that bound that day; strictly greater is an exceedance',
    formula: `${name} > L`,
    inputs: { [name]: Number.isNaN(value) ? null : tidy(value), L: limit.value, source: limit.source },
    output: exceeds(value, limit.value) ? `${name} > L` : `${name} ≤ L`,
    unit: null,
  };
}
