/** Fewer values than this are too few to say what is rare. */
const ENOUGH = 60;
/** Share of the largest values that shows how the tail falls off, and the least number of them. */
const TAIL = 0.03;
const LEAST = 8;
/** Values below this share of the median are noise of the scale, not of the tail. */
const FLOOR = 0.05;
/** A tail of equal values still falls off: the least index of Hill's estimator. */
const FLATTEST = 0.02;

/**
 * How surprising a deviation is among the ones before it: minus the decimal logarithm of the probability of one as large
 * (3 = once in a thousand samples). Within the sample it is the rank; beyond it the tail is carried on as a power law with
 * the index of Hill (1975, Annals of Statistics 3:1163), which needs no scale and forgives heavy tails. The likelihood of
 * Ahmad et al. (2017, Neurocomputing 262:134) does the same with a normal distribution.
 */
export class TailSurprise {
  readonly #sorted: Float64Array;
  readonly #ring: Float64Array;
  #n = 0;
  #next = 0;

  /** @param memory how many of the latest deviations are remembered */
  constructor(memory: number) {
    this.#sorted = new Float64Array(memory);
    this.#ring = new Float64Array(memory);
  }

  /** Looks at a deviation (0 or more; NaN = none), then learns it. 0 where too little is known. */
  push(deviation: number): number {
    if (Number.isNaN(deviation)) return 0;
    const surprise = this.of(deviation);
    this.#learn(deviation);
    return surprise;
  }

  of(deviation: number): number {
    const n = this.#n;
    if (n < ENOUGH) return 0;
    const above = n - this.#rank(deviation);
    const k = Math.max(LEAST, Math.floor(TAIL * n));
    if (above >= k) return Math.log10((n + 1) / (above + 1));
    const sorted = this.#sorted;
    const floor = Math.max(1e-9, FLOOR * sorted[n >> 1]!);
    const from = Math.log(sorted[n - 1 - k]! + floor);
    let index = 0;
    for (let i = n - k; i < n; i++) index += Math.log(sorted[i]! + floor) - from;
    index = Math.max(FLATTEST, index / k);
    return Math.log10(n / k) + (Math.log(deviation + floor) - from) / (index * Math.LN10);
  }

  #learn(deviation: number): void {
    const sorted = this.#sorted;
    if (this.#n === sorted.length) {
      const gone = this.#rank(this.#ring[this.#next]!);
      sorted.copyWithin(gone, gone + 1, this.#n);
      this.#n--;
    }
    const at = this.#rank(deviation);
    sorted.copyWithin(at + 1, at, this.#n);
    sorted[at] = deviation;
    this.#n++;
    this.#ring[this.#next] = deviation;
    this.#next = (this.#next + 1) % sorted.length;
  }

  /** How many remembered deviations are smaller. */
  #rank(deviation: number): number {
    let low = 0;
    let high = this.#n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < deviation) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
