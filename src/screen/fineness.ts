import type { Column } from './table.ts';

/** Share of the values of one size that must be whole multiples of a step for it to be how they are written. */
const WRITTEN = 0.97;
const SIZES = 16;

/** The last digit that values of a size are written to: instruments that show five digits write 0.85766 and 101.62. */
export type Fineness = (value: number) => number;

/** Learns, decade by decade, how finely a column is written. */
export function finenessOf({ values, resolution }: Column): Fineness {
  const counts = new Uint32Array(SIZES);
  const coarser = Array.from({ length: SIZES }, () => new Uint32Array(SIZES));
  for (const value of values) {
    if (Number.isNaN(value) || value === 0) continue;
    let v = Math.round(Math.abs(value) / resolution);
    const size = sizeOf(v);
    counts[size]!++;
    for (let k = 0; v > 0 && k < SIZES; k++, v /= 10) {
      if (v % 10 !== 0) break;
      coarser[size]![k]!++;
    }
  }
  const steps = Float64Array.from(counts, (count, size) => {
    let k = 0;
    while (count > 0 && k < size - 1 && coarser[size]![k]! >= WRITTEN * count) k++;
    return resolution * 10 ** k;
  });
  return (value) => steps[sizeOf(Math.round(Math.abs(value) / resolution))]!;
}

/** Number of digits of a whole number. */
const sizeOf = (v: number) => (v < 1 ? 0 : Math.min(SIZES - 1, 1 + Math.floor(Math.log10(v))));
