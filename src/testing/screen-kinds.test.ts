import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWide } from '../app/screen-file.ts';
import { screenRules } from '../app/screen-rules.ts';
import { screen } from '../screen/screen.ts';
import type { Suspicion } from '../screen/suspicion.ts';

/** A real year of a gas turbine's CO with its process values, hour by hour. */
const REAL = path.join(import.meta.dirname, '../../fixtures/quality/gt_2013.csv.gz');
const ROWS = 4600;
const LENGTH = 60;

/** What is done to the sixty hours from a slot; `other` is the turbine inlet temperature. */
type Change = (stretch: Float64Array, all: Float64Array, from: number, other: Float64Array) => void;

const each = (stretch: Float64Array, f: (v: number, i: number) => number) =>
  stretch.forEach((v, i) => {
    stretch[i] = Number(f(v, i).toPrecision(5));
  });
const ranked = (stretch: Float64Array) => Float64Array.from(stretch).sort();
/** A repeatable draw in [0, 1). */
const drawn = (i: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 8) / 2 ** 24;

const FALSIFIED: [string, number, Change][] = [
  [
    'smooth',
    1500,
    (s) => {
      const old = Float64Array.from(s);
      each(s, (_, i) => {
        const around = old.subarray(Math.max(0, i - 5), i + 6);
        return around.reduce((sum, v) => sum + v, 0) / around.length;
      });
    },
  ],
  [
    'clip',
    1750,
    (s) => {
      const level = ranked(s)[LENGTH / 2]!;
      each(s, (v) => Math.min(v, level));
    },
  ],
  ['replay_noise', 2000, (s, all, from) => each(s, (_, i) => all[from - 72 + i]! * 0.97 + 0.02 * (drawn(i) - 0.5))],
  [
    'random_band',
    2250,
    (s) => {
      const order = ranked(s);
      each(s, (_, i) => order[6]! + drawn(i) * (order[40]! - order[6]!));
    },
  ],
  [
    'shrink',
    2500,
    (s) => {
      const target = ranked(s)[24]!;
      each(s, (v) => target + 0.15 * (v - target));
    },
  ],
  ['cross_copy', 2750, (s, _, from, other) => each(s, (_v, i) => 40 - 0.0341237 * other[from + i]!)],
  ['replay', 3000, (s, all, from) => s.set(all.subarray(from - 96, from - 96 + LENGTH))],
  ['constant', 3250, (s) => s.fill(s[0]!)],
  ['rounding', 3500, (s) => each(s, (v) => Math.round(v / 0.5) * 0.5)],
];
const HONEST: [string, number, Change][] = [
  ['a stop of the analyser', 3750, (s) => s.fill(Number.NaN)],
  ['a zero and span check', 3950, (s) => s.set([0, 0, 12, 12])],
  [
    'a real rise of the level over days',
    4200,
    (s) => each(s, (v, i) => v * (1 + 0.15 * Math.sin((Math.PI * i) / LENGTH))),
  ],
];

describe('screen on a real series', () => {
  let said: Suspicion[] = [];
  beforeAll(() => {
    const rows = gunzipSync(readFileSync(REAL))
      .toString()
      .split('\n')
      .slice(0, ROWS + 1)
      .join('\n');
    const { table } = readWide(Buffer.from(rows));
    table.columns = ['CO', 'TIT', 'TEY', 'AT'].map((name) => table.columns.find((column) => column.name === name)!);
    const [{ values }, other] = table.columns as [(typeof table.columns)[0], (typeof table.columns)[0]];
    for (const [, from, change] of [...FALSIFIED, ...HONEST])
      change(values.subarray(from, from + LENGTH), values, from, other.values);
    const { config, verdicts } = screenRules();
    const result = screen(table, 0, undefined, config, verdicts);
    if ('suspicions' in result) said = result.suspicions.filter(({ score }) => score >= 0.5);
  }, 120_000);

  it.each(FALSIFIED)('suspects %s, and that within the stretch', (_, from) => {
    const over = said.filter((s) => s.from < from + LENGTH && from < s.to);
    expect(over.length).toBeGreaterThan(0);
    const best = over.reduce((a, b) => (a.score > b.score ? a : b));
    const shared = Math.min(best.to, from + LENGTH) - Math.max(best.from, from);
    expect(shared).toBeGreaterThanOrEqual((best.to - best.from) / 2);
    expect(best.at).toBeGreaterThanOrEqual(from);
  });

  it.each(HONEST)('passes %s', (_, from) => {
    expect(said.filter((s) => s.from < from + LENGTH && from < s.to)).toEqual([]);
  });

  it('is nearly silent elsewhere', () => {
    const elsewhere = said.filter((s) => !FALSIFIED.some(([, from]) => s.from < from + 1.25 * LENGTH && from < s.to));
    expect(elsewhere.length).toBeLessThanOrEqual(2);
  });

  it('names those that it can tell apart', () => {
    const kindAt = (from: number) =>
      said.filter((s) => s.from < from + LENGTH && from < s.to).reduce((a, b) => (a.score >= b.score ? a : b)).kind;
    for (const kind of ['replay', 'constant', 'rounding', 'cross_copy'])
      expect(kindAt(FALSIFIED.find(([name]) => name === kind)![1])).toBe(kind);
  });
});
