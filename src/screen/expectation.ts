import { NormalScores } from '../statistics/normal-scores.ts';
import { dot, ridge } from '../statistics/ridge.ts';
import { perDay, type Table, unitOf } from './table.ts';

/** Companions that may speak at once. */
const COMPANIONS = 6;
const SQUARES = 4;
/** Rows that one model learns from at most. */
const ROWS = 1200;
const HARMONICS = 2;

/**
 * What a signal should have been, learned from its past: `scores` are its values on the normal-score scale, `expected` what
 * companions and the time of day say, `next` what these and its own last two values say. Scales are robust deviations of
 * the two errors in the past.
 */
export interface Expectation {
  /** slot that index 0 of the arrays stands for */
  from: number;
  scores: Float64Array;
  expected: Float64Array;
  next: Float64Array;
  /** the part of `next` that is not its own last two values, and what each of these counts, the last one first */
  base: Float64Array;
  own: readonly [number, number];
  map: NormalScores;
  /** where scaling starts from: zero, or the low end of a signal that goes below it */
  floor: number;
  /** how far the companions moved to a slot, on average, and how far the furthest is from its middle, in scores */
  stir: Float64Array;
  novel: Float64Array;
  errorScale: number;
  stepScale: number;
  /** how much of an error against `expected` is still there a sample later, 0 to 1 */
  memory: number;
}

/**
 * Learns from slots [learnFrom, learnTo) where `trusted` and speaks about [from, to).
 * @returns undefined where there is too little to learn from
 */
export function expectation(
  table: Table,
  target: number,
  trusted: Uint8Array,
  learnFrom: number,
  learnTo: number,
  from: number,
  to: number,
): Expectation | undefined {
  const y = table.columns[target]!.values;
  const slots: number[] = [];
  for (let i = Math.max(learnFrom, 2); i < learnTo; i++) if (trusted[i] && !Number.isNaN(y[i]!)) slots.push(i);
  const unit = unitOf(table.periodMs);
  if (slots.length < 2 * unit) return undefined;
  const known = Float64Array.from(slots, (i) => y[i]!).sort();
  if (known[0] === known.at(-1)) return undefined;
  const map = new NormalScores(known);
  const others = companions(table, target, slots, y);
  const thin = Math.max(1, Math.floor(slots.length / ROWS));
  const rows = slots.filter((_, k) => k % thin === 0);

  const reach = to - from;
  const scores = new Float64Array(reach);
  for (let i = from; i < to; i++) scores[i - from] = map.of(y[i]!);
  const scoreAt = (i: number) => (Number.isNaN(y[i]!) ? Number.NaN : map.of(y[i]!));

  const describe = describer(table, others, unit);
  const width = describe.width;
  const half = 60 * unit;
  const weights = Float64Array.from(rows, (i) => 2 ** ((i - learnTo) / half));
  const x = new Float64Array(rows.length * width);
  rows.forEach((i, k) => {
    describe.fill(i, x, k * width);
  });
  const targetScores = Float64Array.from(rows, scoreAt);
  const level = ridge(x, width, targetScores, weights, 0.003);

  const dynamic = width + 2;
  const withPast = rows.filter((i) => !Number.isNaN(y[i - 1]!) && !Number.isNaN(y[i - 2]!));
  if (withPast.length < unit) return undefined;
  const z = new Float64Array(withPast.length * dynamic);
  withPast.forEach((i, k) => {
    describe.fill(i, z, k * dynamic);
    z[k * dynamic + width] = scoreAt(i - 1);
    z[k * dynamic + width + 1] = scoreAt(i - 2);
  });
  const step = ridge(
    z,
    dynamic,
    Float64Array.from(withPast, scoreAt),
    Float64Array.from(withPast, (i) => 2 ** ((i - learnTo) / half)),
    0.003,
  );

  const expected = new Float64Array(reach);
  const next = new Float64Array(reach);
  const base = new Float64Array(reach);
  const stir = new Float64Array(reach);
  const novel = new Float64Array(reach);
  const own = [step[width]!, step[width + 1]!] as const;
  const row = new Float64Array(dynamic);
  for (let i = from; i < to; i++) {
    describe.fill(i, row, 0);
    others.forEach((_, c) => {
      stir[i - from]! += Math.abs(row[1 + c]! - describe.score(c, Math.max(0, i - 1))) / others.length;
      novel[i - from] = Math.max(novel[i - from]!, Math.abs(row[1 + c]!));
    });
    expected[i - from] = dot(row, 0, level);
    row[width] = 0;
    row[width + 1] = 0;
    base[i - from] = dot(row, 0, step);
    next[i - from] = i > 1 ? base[i - from]! + own[0] * scoreAt(i - 1) + own[1] * scoreAt(i - 2) : Number.NaN;
  }
  const off = targetScores.map((t, k) => t - dot(x, k * width, level));
  const errors = off.map(Math.abs);
  const steps = Float64Array.from(withPast, (i, k) => Math.abs(scoreAt(i) - dot(z, k * dynamic, step)));
  return {
    from,
    scores,
    expected,
    next,
    base,
    own,
    map,
    floor: at(known, 0.01) >= 0 ? Math.min(0, at(known, 0.001)) : at(known, 0.001),
    stir,
    novel,
    errorScale: scaleOf(errors),
    stepScale: scaleOf(steps),
    memory: memoryOf(),
  };

  /** Autocorrelation of the errors, on every fourth of the rows that it was learned from. */
  function memoryOf(): number {
    let now = 0;
    let then = 0;
    let both = 0;
    for (let k = 0; k < withPast.length; k += 4) {
      const i = withPast[k]!;
      describe.fill(i - 1, row, 0);
      const a = scoreAt(i - 1) - dot(row, 0, level);
      const b = scoreAt(i) - dot(z, k * dynamic, level);
      then += a * a;
      now += b * b;
      both += a * b;
    }
    return Math.max(0, Math.min(0.98, both / (Math.sqrt(now * then) + 1e-9)));
  }
}

const at = (sorted: Float64Array, share: number) => sorted[Math.round(share * (sorted.length - 1))]!;

const scaleOf = (absolute: Float64Array) => 1.4826 * absolute.sort()[absolute.length >> 1]! + 0.02;

interface Companion {
  values: Float64Array;
  map: NormalScores;
}

/** The companions that vary, most related first (by rank-score correlation over the past). */
function companions(table: Table, target: number, slots: number[], y: Float64Array): Companion[] {
  const found: { companion: Companion; r: number }[] = [];
  const thin = Math.max(1, Math.floor(slots.length / 1000));
  const own = new NormalScores(Float64Array.from(slots, (i) => y[i]!).sort());
  for (const [k, column] of table.columns.entries()) {
    if (k === target) continue;
    const known = slots.filter((i, n) => n % thin === 0 && !Number.isNaN(column.values[i]!));
    if (known.length < 0.5 * (slots.length / thin)) continue;
    const sorted = Float64Array.from(known, (i) => column.values[i]!).sort();
    if (sorted[0] === sorted.at(-1)) continue;
    const map = new NormalScores(sorted);
    let xy = 0;
    for (const i of known) xy += map.of(column.values[i]!) * own.of(y[i]!);
    found.push({ companion: { values: column.values, map }, r: Math.abs(xy) / known.length });
  }
  return found
    .sort((a, b) => b.r - a.r)
    .slice(0, COMPANIONS)
    .map(({ companion }) => companion);
}

/** The predictors of a slot: constant, companions with squares and products, one step back, time of day, weekend. */
function describer(table: Table, others: Companion[], unit: number) {
  const day = perDay(table.periodMs);
  const n = others.length;
  const squares = Math.min(n, SQUARES);
  const harmonics = day >= 4 ? HARMONICS : 0;
  const back = Math.max(1, Math.round(unit / 24));
  const width = 1 + 2 * n + (squares * (squares + 1)) / 2 + 2 * harmonics + 2;
  const score = (c: number, i: number) => {
    const value = others[c]!.values[i]!;
    return Number.isNaN(value) ? 0 : Math.max(-3, Math.min(3, others[c]!.map.of(value)));
  };
  const fill = (i: number, out: Float64Array, at: number) => {
    let k = at;
    out[k++] = 1;
    for (let c = 0; c < n; c++) out[k++] = score(c, i);
    for (let c = 0; c < n; c++) out[k++] = score(c, Math.max(0, i - back));
    for (let c = 0; c < squares; c++)
      for (let d = 0; d <= c; d++) out[k++] = (out[at + 1 + c]! * out[at + 1 + d]! - (c === d ? 1 : 0)) / 1.5;
    const at24 = (table.start / table.periodMs + i) % day;
    for (let h = 1; h <= harmonics; h++) {
      out[k++] = Math.sin((2 * Math.PI * h * at24) / day);
      out[k++] = Math.cos((2 * Math.PI * h * at24) / day);
    }
    const weekday = Math.floor((table.start + i * table.periodMs) / 86_400_000) % 7;
    out[k++] = weekday === 2 ? 1 : 0;
    out[k++] = weekday === 3 ? 1 : 0;
  };
  return { width, fill, score };
}
