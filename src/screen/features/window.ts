import type { NormalScores } from '../../statistics/normal-scores.ts';
import type { Expectation } from '../expectation.ts';
import type { Fineness } from '../fineness.ts';
import { perDay, type Table, unitOf } from '../table.ts';

/** A stretch of one signal, [from, to), with what the features need to look at. Gaps are NaN in all arrays. */
export interface Window {
  table: Table;
  target: number;
  from: number;
  to: number;
  length: number;
  present: number;
  /** values as they are judged, and as they were written: zero and span checks are taken out of the first */
  values: Float64Array;
  written: Float64Array;
  /** normal scores, what companions say, what the last two values say, all as `Expectation` */
  scores: Float64Array;
  expected: Float64Array;
  next: Float64Array;
  base: Float64Array;
  own: readonly [number, number];
  map: NormalScores;
  floor: number;
  stir: Float64Array;
  novel: Float64Array;
  /** scores of the two samples just before, the last one first */
  scoresBefore: readonly [number, number];
  errorScale: number;
  stepScale: number;
  memory: number;
  /** present values, ascending */
  sorted: Float64Array;
  /** the stretch just before: raw values and errors against `expected` */
  valuesBefore: Float64Array;
  errorBefore: number;
  errorSpreadBefore: number;
  /** error against `expected` of the sample just before */
  lastError: number;
  /** last digit that values of this size are written to */
  resolution: number;
  /** spread of the signal's past (interquartile range) */
  spread: number;
  unit: number;
  day: number;
}

export function windowOf(
  table: Table,
  target: number,
  e: Expectation,
  from: number,
  to: number,
  before: number,
  spread: number,
  fineness: Fineness,
  written: Float64Array,
): Window {
  const column = table.columns[target]!;
  const values = column.values.subarray(from, to);
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  let n = 0;
  let sum = 0;
  let square = 0;
  for (let i = before; i < from; i++) {
    const d = e.scores[i - e.from]! - e.expected[i - e.from]!;
    if (Number.isNaN(d)) continue;
    n++;
    sum += d;
    square += d * d;
  }
  const few = n < 6;
  const scoreAt = (i: number) => (i >= e.from ? e.scores[i - e.from]! : Number.NaN);
  const cut = (a: Float64Array) => a.subarray(from - e.from, to - e.from);
  return {
    table,
    target,
    from,
    to,
    length: to - from,
    present: sorted.length,
    values,
    written: written.subarray(from, to),
    scores: cut(e.scores),
    expected: cut(e.expected),
    next: cut(e.next),
    base: cut(e.base),
    own: e.own,
    map: e.map,
    floor: e.floor,
    stir: cut(e.stir),
    novel: cut(e.novel),
    scoresBefore: [scoreAt(from - 1), scoreAt(from - 2)],
    errorScale: e.errorScale,
    stepScale: e.stepScale,
    memory: e.memory,
    sorted,
    valuesBefore: column.values.subarray(before, from),
    errorBefore: few ? Number.NaN : sum / n,
    errorSpreadBefore: few ? Number.NaN : Math.sqrt(Math.max(square / n - (sum / n) ** 2, 0)),
    lastError: from > e.from ? e.scores[from - 1 - e.from]! - e.expected[from - 1 - e.from]! : Number.NaN,
    resolution: fineness(sorted[sorted.length >> 1] ?? 0),
    spread,
    unit: unitOf(table.periodMs),
    day: perDay(table.periodMs),
  };
}

/** A family of window features: their names, and what they are of one window. */
export interface Family {
  names: readonly string[];
  of(window: Window): number[];
}

/** Logarithm that stands zero. */
export const log = (x: number) => Math.log(Math.max(x, 1e-6));

export const at = (sorted: Float64Array, share: number) => {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const a = sorted[low]!;
  return a + (sorted[Math.min(low + 1, sorted.length - 1)]! - a) * (place - low);
};
