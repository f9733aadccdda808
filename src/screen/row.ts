import { FEATURES, SECTIONS, type Seen } from './windows.ts';

/** Deviation beyond which a feature adds no more to what its family says. */
const ENOUGH = 8;

/** The judge's columns: deviations from habit, the features themselves, how much each family deviates in all, size, period. */
export function rowOf({ surprise, features, size }: Seen, periodMs: number): Float64Array {
  const row = new Float64Array(2 * FEATURES.length + SECTIONS.length + 2);
  row.set(surprise);
  row.set(features, FEATURES.length);
  SECTIONS.forEach(([from, to], k) => {
    let square = 0;
    for (let f = from; f < to; f++) square += Math.min(Math.abs(surprise[f]!), ENOUGH) ** 2;
    row[2 * FEATURES.length + k] = Math.sqrt(square / (to - from));
  });
  row[row.length - 2] = size;
  row[row.length - 1] = Math.log(periodMs / 1000);
  return row;
}
