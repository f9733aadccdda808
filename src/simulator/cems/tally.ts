import { type Factor, round } from './factors.ts';
import { amountDecimals, type Mean, noMean } from './mean.ts';

/** Collects the means of shorter periods. */
export class Tally {
  #all = new Sums();
  #normal = new Sums();
  #stopped = 0;

  add(mean: Mean): void {
    if (Number.isNaN(mean.avg)) return;
    this.#all.add(mean);
    if (mean.flag === 'N') this.#normal.add(mean);
    if (mean.flag === 'F') this.#stopped++;
  }

  /** Mean of the normal values; of everything where there is no normal value, which the mark then says. */
  close(enough: number, factor: Factor): Mean {
    const flag = this.#normal.n >= enough ? 'N' : 2 * this.#stopped > this.#all.n ? 'F' : 'D';
    const mean = (this.#normal.n > 0 ? this.#normal : this.#all).mean(factor, flag);
    this.#all = new Sums();
    this.#normal = new Sums();
    this.#stopped = 0;
    return mean;
  }
}

class Sums {
  n = 0;
  #avg = 0;
  #last = 0;
  #zsavg = 0;
  #cou = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #zsmin = Number.POSITIVE_INFINITY;
  #zsmax = Number.NEGATIVE_INFINITY;

  add(mean: Mean): void {
    this.n++;
    this.#avg += mean.avg;
    this.#last = mean.avg;
    this.#zsavg += mean.zsavg;
    this.#cou += mean.cou;
    this.#min = Math.min(this.#min, mean.min);
    this.#max = Math.max(this.#max, mean.max);
    this.#zsmin = Math.min(this.#zsmin, mean.zsmin);
    this.#zsmax = Math.max(this.#zsmax, mean.zsmax);
  }

  mean({ decimals, code, counter }: Factor, flag: string): Mean {
    if (this.n === 0) return noMean(flag);
    const avg = (sum: number) => round(sum / this.n, decimals);
    return {
      avg: counter ? this.#last : avg(this.#avg),
      min: this.#min,
      max: this.#max,
      zsavg: avg(this.#zsavg),
      zsmin: this.#zsmin,
      zsmax: this.#zsmax,
      cou: round(this.#cou, amountDecimals(code)),
      flag,
    };
  }
}
