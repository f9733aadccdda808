/** Statistics of one channel sampled every two minutes; NaN = no normal value. The same as in `real-furnace.json`. */
export interface Profile {
  /** by share as text: `0.5` = median */
  quantiles: Record<string, number>;
  medianStep: number;
  stepP99: number;
  /** neighbours that are equal */
  unchangedShare: number;
  longestFlat: number;
  /** by lag in samples */
  autocorrelation: Record<string, number>;
}

export function profileOf(series: readonly number[], shares: readonly string[], lags: readonly string[]): Profile {
  const sorted = series.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const steps: number[] = [];
  let flat = 0;
  let longestFlat = 0;
  let unchanged = 0;
  for (let i = 1; i < series.length; i++) {
    const step = Math.abs(series[i]! - series[i - 1]!);
    if (Number.isNaN(step)) continue;
    steps.push(step);
    flat = step === 0 ? flat + 1 : 0;
    longestFlat = Math.max(longestFlat, flat);
    if (step === 0) unchanged++;
  }
  steps.sort((a, b) => a - b);
  return {
    quantiles: Object.fromEntries(shares.map((share) => [share, quantile(sorted, +share)])),
    medianStep: quantile(steps, 0.5),
    stepP99: quantile(steps, 0.99),
    unchangedShare: unchanged / steps.length,
    longestFlat,
    autocorrelation: Object.fromEntries(lags.map((lag) => [lag, correlation(series.slice(+lag), series)])),
  };
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/** Pearson's correlation over the positions that both series have. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  let n = 0;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  return (n * sab - sa * sb) / Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
}
