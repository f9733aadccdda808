import { medianSorted } from 'simple-statistics';

/** The scaled median absolute deviation of a normal distribution is its standard deviation. */
const TO_SIGMA = 1.4826;

/** What is usual in one bin: median and scaled MAD; half of the values may be wild without moving either. */
export interface Baseline {
  center: number;
  spread: number;
  n: number;
}

/** Median and scaled median absolute deviation (Hampel 1974, JASA 69:383) of the values without gaps. */
export function baselineOf(values: ArrayLike<number>): Baseline {
  const sorted = sortedNumbers(values);
  const n = sorted.length;
  if (n === 0) return { center: Number.NaN, spread: Number.NaN, n };
  const center = medianOf(sorted);
  const off = sortedNumbers(sorted.map((value) => Math.abs(value - center)));
  return { center, spread: TO_SIGMA * medianOf(off), n };
}

/** The center alone, for half of the work. */
export function centerOf(values: ArrayLike<number>): { center: number; n: number } {
  const sorted = sortedNumbers(values);
  return { center: sorted.length === 0 ? Number.NaN : medianOf(sorted), n: sorted.length };
}

function sortedNumbers(values: ArrayLike<number>): Float64Array {
  const there = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) there[n++] = values[i]!;
  const sorted = there.subarray(0, n);
  if (n > SMALL) return sorted.sort();
  for (let i = 1; i < n; i++) {
    const value = sorted[i]!;
    let k = i;
    for (; k > 0 && sorted[k - 1]! > value; k--) sorted[k] = sorted[k - 1]!;
    sorted[k] = value;
  }
  return sorted;
}

/** So few numbers are sorted faster by insertion than by a call of the built-in sort. */
const SMALL = 32;

const medianOf = (sorted: Float64Array) => medianSorted(sorted as unknown as number[]);

/** Baselines by bin, such as hour of day and load, each of the latest values. Looks before it learns. */
export class BinnedBaseline {
  readonly #bins = new Map<number, number[]>();
  readonly #memory: number;

  /** @param memory values remembered in each bin */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** What was usual in the bin before this value. */
  push(bin: number, value: number): Baseline {
    let known = this.#bins.get(bin);
    if (!known) {
      known = [];
      this.#bins.set(bin, known);
    }
    const before = baselineOf(known);
    if (!Number.isNaN(value)) known.push(value);
    if (known.length > this.#memory) known.shift();
    return before;
  }
}
