import { withoutChecks } from './checks.ts';
import { expectation } from './expectation.ts';
import { before } from './features/before.ts';
import { block } from './features/block.ts';
import { gaps } from './features/gaps.ts';
import { ground } from './features/ground.ts';
import { kinship } from './features/kinship.ts';
import { level } from './features/level.ts';
import { roughness } from './features/roughness.ts';
import { shape } from './features/shape.ts';
import { undone } from './features/undone.ts';
import { at, windowOf } from './features/window.ts';
import { finenessOf } from './fineness.ts';
import { Habits } from './habits.ts';
import { perDay, type Table, unitOf } from './table.ts';

const FAMILIES = [level, block, before, shape, roughness, gaps, kinship, undone, ground];
export const FEATURES = FAMILIES.flatMap((family) => family.names);
/** Where the features of each family begin and end. */
export const SECTIONS = FAMILIES.map((_, k) => {
  const count = (families: typeof FAMILIES) => families.reduce((sum, { names }) => sum + names.length, 0);
  return [count(FAMILIES.slice(0, k)), count(FAMILIES.slice(0, k + 1))] as const;
});
/** Window sizes, in units. */
export const SIZES = [0.25, 0.5, 1, 2, 4];
/** How many hops the windows of a size are apart. */
const EVERY = [1, 2, 2, 4, 8];
/** Units before a window that it is compared with. */
const BEFORE = 2;
/** Units of the past that an expectation is learned from. */
const PAST = 150;
/** Units after which what was distrusted teaches again: a change that lasts is the new habit. */
export const LASTING = 30;
/** Share of the past at one value from which that value is idleness, and of a window from which it shows nothing else. */
const IDLE = 0.15;
const IDLING = 0.5;

/** A window as the judge sees it. */
export interface Seen {
  from: number;
  to: number;
  size: number;
  features: Float64Array;
  /** robust deviations from the signal's own habit, feature by feature */
  surprise: Float64Array;
}

/**
 * Walks a signal in the order of time and shows every window with its deviation from the habit of the earlier,
 * trusted ones. What `judge` says of windows decides what later habits learn from: it sees a chunk's windows, and
 * clears the trust of the slots that it does not believe.
 */
export function walk(
  given: Table,
  target: number,
  judge: (seen: Seen[], trusted: Uint8Array, chunkEnd: number) => void,
): void {
  const unit = unitOf(given.periodMs);
  const y = Float64Array.from(given.columns[target]!.values);
  const table = { ...given, columns: given.columns.map((c, k) => (k === target ? { ...c, values: y } : c)) };
  const { hop, chunk } = paceOf(unit);
  const { length } = table;
  const fineness = finenessOf(table.columns[target]!);
  const trusted = new Uint8Array(length).fill(1);
  const habits = SIZES.map(() => new Habits(unit));
  const longest = (Math.max(...SIZES) + BEFORE) * unit;
  for (let from = 4 * unit; from < length; from += chunk * unit) {
    const to = Math.min(length, from + chunk * unit);
    const back = Math.max(0, from - longest);
    const learnFrom = Math.max(0, from - PAST * unit);
    const past = y
      .subarray(learnFrom, from)
      .filter((v) => !Number.isNaN(v))
      .sort();
    withoutChecks(y, from, to, at(past, 0.02), at(past, 0.98), Math.ceil(unit / 4));
    const e = expectation(table, target, trusted, learnFrom, from, back, to);
    if (!e) continue;
    const spread = spreadOf(past);
    const idle = idleValue(past);
    trusted.fill(1, 0, Math.max(0, from - LASTING * unit));
    const untrusted = new Int32Array(length + 1);
    for (let i = 0; i < from; i++) untrusted[i + 1] = untrusted[i]! + (trusted[i] ? 0 : 1);
    const seen: Seen[] = [];
    const fresh: { size: number; f: Float64Array; c: Float64Array; a: number; b: number }[] = [];
    for (const h of habits)
      h.learn((a, b) => untrusted[Math.min(b, from)]! - untrusted[Math.min(a, from)]! <= 0.1 * (b - a), 60);
    const first = Math.ceil((from + 1) / hop) * hop;
    for (let b = first; b <= to; b += hop) {
      SIZES.forEach((units, size) => {
        const a = b - Math.round(units * unit);
        if (a < back || (b / hop) % EVERY[size]! !== 0) return;
        const w = windowOf(
          table,
          target,
          e,
          a,
          b,
          Math.max(back, a - BEFORE * unit),
          spread,
          fineness,
          given.columns[target]!.values,
        );
        if (w.present < 0.5 * w.length || w.present < 6) return;
        if (idle !== undefined && shareOf(w.values, idle) > IDLING) return;
        const f = Float64Array.from(FAMILIES.flatMap((family) => family.of(w)));
        const c = circumstances(w.expected, b, perDay(table.periodMs), w.length);
        const surprise = habits[size]!.surprise(f, c);
        fresh.push({ size, f, c, a, b });
        if (surprise) seen.push({ from: a, to: b, size, features: f, surprise });
      });
    }
    judge(seen, trusted, to);
    for (const { size, f, c, a, b } of fresh) habits[size]!.add(f, c, a, b);
  }
}

/** Samples between two looks, and units between two lessons: below five minutes a unit has samples enough to look less often. */
function paceOf(unit: number) {
  const { hops, chunk } = unit > 48 ? { hops: 12, chunk: 24 } : { hops: 24, chunk: 6 };
  return { hop: Math.max(1, Math.round(unit / hops)), chunk };
}

/** How often an hour a signal is looked at. */
export const looksAnHour = (periodMs: number) => 3_600_000 / (paceOf(unitOf(periodMs)).hop * periodMs);

function spreadOf(s: Float64Array): number {
  return (
    s[Math.floor(0.75 * (s.length - 1))]! - s[Math.floor(0.25 * (s.length - 1))]! || 0.2 * (s.at(-1)! - s[0]!) || 1
  );
}

/** The value that a signal rests at, if it often does. */
function idleValue(sorted: Float64Array): number | undefined {
  const hold = Math.ceil(IDLE * sorted.length);
  for (let i = 0; i + hold < sorted.length; i++) if (sorted[i] === sorted[i + hold]) return sorted[i];
  return undefined;
}

function shareOf(values: Float64Array, value: number): number {
  let n = 0;
  for (const v of values) if (v === value) n++;
  return n / values.length;
}

function circumstances(expected: Float64Array, end: number, day: number, length: number): Float64Array {
  let mean = 0;
  let square = 0;
  let steps = 0;
  for (let i = 0; i < expected.length; i++) {
    const p = expected[i]!;
    mean += p;
    square += p * p;
    if (i > 0) steps += Math.abs(p - expected[i - 1]!);
  }
  mean /= expected.length;
  const spread = Math.sqrt(Math.max(square / expected.length - mean * mean, 0));
  const middle = ((end - length / 2) / day) * 2 * Math.PI;
  const turn = length < day ? 1 : 0;
  return Float64Array.of(
    1,
    mean,
    Math.log(spread + 0.03),
    Math.log(steps / expected.length + 0.01),
    turn * Math.sin(middle),
    turn * Math.cos(middle),
    mean * mean - 1,
  );
}
