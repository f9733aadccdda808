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
export function baselineOf(values: Iterable<number>): Baseline {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const n = sorted.length;
  if (n === 0) return { center: Number.NaN, spread: Number.NaN, n };
  const center = medianOf(sorted);
  const off = sorted.map((value) => Math.abs(value - center)).sort();
  return { center, spread: TO_SIGMA * medianOf(off), n };
}

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
