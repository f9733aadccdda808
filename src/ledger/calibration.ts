import { Flag, isUsable, LETTER_MASK, NO_VALUE } from '../model/flag.ts';
import type { DayView } from './view.ts';

/** A zero or span check of an analyser, as minutes flagged C show it; drifts as shares of full scale. */
export interface Check {
  /** epoch ms, half-open */
  start: number;
  end: number;
  zero?: number;
  span?: number;
}

/** How a check is recognised; shares are of full scale. */
export interface CheckShape {
  /** minutes that a plateau needs */
  plateau: number;
  /** minutes before and after the run in which the readings of the sample are looked at */
  around: number;
  /** how far neighbouring minutes of one plateau may differ */
  steady: number;
  /** how far from zero or from the span gas a plateau may lie and still be one */
  within: number;
}

/**
 * Checks of a day (HJ 75-2017; regulations VAL-01): of each run of minutes flagged C the lowest plateau, where it is near
 * zero, and the highest, where it is near the span gas; as far as the catalogue names range and gas. A plateau beyond
 * which the run has other minutes is the sample, or a step of the analyser on its way; and so is one among the readings
 * around the run.
 */
export function checksOf(day: DayView, factor: string, shape: CheckShape): Check[] {
  const { range, spanGas } = day.outlet.channels[factor] ?? {};
  if (!range) return [];
  const scale = range[1] - range[0];
  // minute records as they came, since a mean of live readings has no value where none is usable
  const { values, flags } = day.reported(factor, 'minute', 'avg') ?? day.minutes(factor);
  const isCheck = (m: number) => (flags[m]! & LETTER_MASK) === Flag.CALIBRATION && (flags[m]! & NO_VALUE) === 0;
  return runs(values.length, isCheck).flatMap(({ from, to }): Check[] => {
    const sample = [...Array(shape.around).keys()]
      .flatMap((i) => [from - 1 - i, to + i])
      .filter((m) => m >= 0 && m < values.length && isUsable(flags[m]!))
      .map((m) => values[m]!);
    const slack = shape.steady * scale;
    const [least, most] = [Math.min(...sample) - slack, Math.max(...sample) + slack];
    const levels = plateaus(values, from, to, shape, scale).filter((level) => level < least || level > most);
    const check: Check = { start: day.start + from * 60_000, end: day.start + to * 60_000 };
    const run = values.subarray(from, to);
    const [zero, span] = [Math.min(...levels), Math.max(...levels)];
    const extreme = (level: number, of: number, about: number | undefined) =>
      about !== undefined && near(level, about, shape.within * scale) && near(level, of, shape.steady * scale);
    if (extreme(zero, Math.min(...run), 0)) check.zero = zero / scale;
    if (extreme(span, Math.max(...run), spanGas)) check.span = (span - spanGas!) / scale;
    return check.zero === undefined && check.span === undefined ? [] : [check];
  });
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const near = (a: number, b: number, by: number) => Math.abs(a - b) <= by + 1e-9;

function runs(length: number, holds: (m: number) => boolean): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let m = 0; m < length; m++) {
    if (!holds(m)) continue;
    const last = found.at(-1);
    if (last?.to === m) last.to++;
    else found.push({ from: m, to: m + 1 });
  }
  return found;
}

/** Means of the spans within which each minute is close to the one before. */
function plateaus(values: Float64Array, from: number, to: number, shape: CheckShape, scale: number): number[] {
  const levels: number[] = [];
  let begin = from;
  for (let m = from + 1; m <= to; m++) {
    if (m < to && near(values[m]!, values[m - 1]!, shape.steady * scale)) continue;
    if (m - begin >= shape.plateau) levels.push(mean(values.subarray(begin, m)));
    begin = m;
  }
  return levels;
}
