import { type Factor, FLOW, round } from './factors.ts';

/** Decimals of an amount: kg, and m³ of gas. */
const AMOUNT_DECIMALS = 4;
export const amountDecimals = (code: string) => (code === FLOW ? 1 : AMOUNT_DECIMALS);

/** Statistics of one factor in one period; NaN = none. */
export interface Mean {
  avg: number;
  min: number;
  max: number;
  zsavg: number;
  zsmin: number;
  zsmax: number;
  cou: number;
  flag: string;
}

export function noMean(flag: string): Mean {
  const none = Number.NaN;
  return { avg: none, min: none, max: none, zsavg: none, zsmin: none, zsmax: none, cou: none, flag };
}

/** Mean and extremes of the readings of a minute. */
export function meanOf(readings: Float64Array, { decimals, counter, meanOnly }: Factor, flag: string): Mean {
  const mean = noMean(flag);
  if (counter) {
    mean.avg = readings.at(-1)!;
    return mean;
  }
  let sum = 0;
  let n = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const reading of readings) {
    if (Number.isNaN(reading)) continue;
    sum += reading;
    n++;
    if (reading < min) min = reading;
    if (reading > max) max = reading;
  }
  if (n === 0) return mean;
  mean.avg = round(sum / n, decimals);
  if (meanOnly) return mean;
  mean.min = min;
  mean.max = max;
  return mean;
}

/** Adds the converted values. */
export function convert(mean: Mean, by: number, decimals: number): void {
  mean.zsavg = round(mean.avg * by, decimals);
  mean.zsmin = round(mean.min * by, decimals);
  mean.zsmax = round(mean.max * by, decimals);
}
