import { quantileSorted } from 'simple-statistics';
import type { Suspicion } from '../suspicion.ts';
import { timeOf } from '../table.ts';
import type { Signal } from './subject.ts';

const HOUR = 3_600_000;

/** Reported hour means of the signal by the start of the hour, on the clock of the table. */
export interface Hours {
  means: ReadonlyMap<number, number>;
  resolution: number;
}

interface Params {
  /** share of the mean that rounding along the way may cost (falsification T12) */
  tolerance: number;
  /** share of an hour's samples that must be there */
  complete: number;
  /** score of one hour that does not agree, and what each further one takes away from the doubt that is left */
  one: number;
  further: number;
}

/**
 * Reported hour means that are not the means of the samples (falsification F22, T12). How far honest hours are off is
 * learned from the past, and so is whether an hour is named by its start or its end. Where the past does not agree either,
 * the two files are not about the same thing and nothing is said.
 * Passes: rounding, hours with missing samples, labels at the end of the hour.
 */
export function meanMismatch(subject: Signal, hours: Hours, params: Params): Suspicion[] {
  const { table, judgeFrom } = subject;
  const samples = table.periodMs < HOUR ? Math.round(HOUR / table.periodMs) : 0;
  if (samples < 2) return [];
  const computed = meansOf(subject, samples * params.complete);
  const until = timeOf(table, judgeFrom);
  const label = [0, HOUR]
    .map((shift) => ({ shift, off: deviations(computed, hours, shift, until) }))
    .sort((a, b) => middle(a.off) - middle(b.off))[0]!;
  if (label.off.length < 12) return [];
  const usual = quantileSorted(label.off, 0.95);
  const out: Suspicion[] = [];
  let open: { first: number; count: number; worst: number; at: number; reported: number; mean: number } | undefined;
  const close = () => {
    if (!open) return;
    const from = Math.max(0, Math.round((open.first - table.start) / table.periodMs));
    const to = Math.min(table.length, Math.round((open.at + HOUR - table.start) / table.periodMs));
    const { count, reported, mean } = open;
    const score = 1 - (1 - params.one) * params.further ** (count - 1);
    out.push({
      kind: 'mean_mismatch',
      from,
      to,
      at: Math.min(table.length, Math.round((open.first + HOUR - table.start) / table.periodMs)) - 1,
      score,
      facts: { hours: count, worst: Number(open.worst.toFixed(4)), reported, mean: Number(mean.toPrecision(6)) },
      says: {
        zh: `疑似小时均值不符：${count} 个小时的上报均值与原始样本均值不一致，例如上报 ${reported}，样本均值 ${mean.toPrecision(4)}`,
        en: `suspected edited hour means: ${count} reported hour mean(s) disagree with the samples, for one ${reported} reported, ${mean.toPrecision(4)} from the samples`,
      },
    });
    open = undefined;
  };
  const slack = usual * 2 + params.tolerance;
  for (const [hour, mean] of computed) {
    const reported = hours.means.get(hour + label.shift);
    if (reported === undefined || hour < until) continue;
    const off = relative(reported, mean, hours.resolution);
    if (off <= slack) {
      if (open && hour - open.at > HOUR) close();
      continue;
    }
    if (open && hour - open.at > 2 * HOUR) close();
    open ??= { first: hour, count: 0, worst: 0, at: hour, reported, mean };
    open.count++;
    open.at = hour;
    if (off > open.worst) Object.assign(open, { worst: off, reported, mean });
  }
  close();
  return out;
}

function meansOf({ table, target }: Signal, least: number): Map<number, number> {
  const sums = new Map<number, { sum: number; n: number }>();
  const { values } = table.columns[target]!;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const hour = Math.floor(timeOf(table, i) / HOUR) * HOUR;
    const held = sums.get(hour) ?? { sum: 0, n: 0 };
    held.sum += values[i]!;
    held.n++;
    sums.set(hour, held);
  }
  return new Map([...sums].filter(([, { n }]) => n >= least).map(([hour, { sum, n }]) => [hour, sum / n]));
}

/** How far off a reported mean is beyond its last digit, as a share of the mean. */
function relative(reported: number, mean: number, resolution: number): number {
  return Math.max(0, Math.abs(reported - mean) - resolution) / Math.max(Math.abs(mean), 10 * resolution);
}

function deviations(computed: Map<number, number>, hours: Hours, shift: number, until: number): number[] {
  const off: number[] = [];
  for (const [hour, mean] of computed) {
    const reported = hours.means.get(hour + shift);
    if (hour < until && reported !== undefined) off.push(relative(reported, mean, hours.resolution));
  }
  return off.sort((a, b) => a - b);
}

const middle = (sorted: number[]) => (sorted.length > 0 ? sorted[sorted.length >> 1]! : Number.POSITIVE_INFINITY);
