import { medianSorted, quantileSorted } from 'simple-statistics';

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
  const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return { center: Number.NaN, spread: Number.NaN, n: 0 };
  const center = medianSorted(sorted);
  const off = sorted.map((value) => Math.abs(value - center)).sort((a, b) => a - b);
  return { center, spread: TO_SIGMA * quantileSorted(off, 0.5), n: sorted.length };
}

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
