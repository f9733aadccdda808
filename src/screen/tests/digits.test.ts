import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readWide } from '../../app/screen-file.ts';
import { subject, worth } from '../testing/made.ts';
import { betweenSteps } from './between-steps.ts';
import { extraDigits } from './extra-digits.ts';
import type { Subject } from './subject.ts';

describe('extraDigits', () => {
  const params = { least: 0.25, fewest: 2 };

  it('finds in real drinking water what its publishers changed by a formula, and nothing else', () => {
    const file = path.join(import.meta.dirname, '../../../fixtures/quality/gecco2018_60000.csv.gz');
    const { table } = readWide(gunzipSync(readFileSync(file)));
    const column = (name: string) => table.columns.findIndex((c) => c.name === name);
    const labelled = table.columns[column('event')]!.values;
    const found = (name: string) =>
      worth(
        extraDigits(
          { table, target: column(name), judgeFrom: 10_000, month: 43_834, coincidence: { perMonth: 0.3, root: 0.35 } },
          params,
        ),
      );
    for (const name of ['pH', 'Redox']) {
      for (const { from, to } of found(name)) {
        expect(labelled.subarray(from, to).every((v) => v === 1)).toBe(true);
      }
    }
    // 8.37, 8.37, then 8.56734: the first of eight stretches of pH that were raised by 0.19734; that from 17522 on shows two
    // different values only and is told below what is worth a look
    expect(found('pH').map(({ from }) => from)).toEqual([16265, 16554, 16876, 17264, 18010, 18324, 18756]);
    expect(found('pH')[0]!.facts).toMatchObject({ decimals: 5, decimalsBefore: 2 });
    expect(found('Leit')).toEqual([]);
  });

  it('knows a factor by the second value that it leaves', () => {
    const factored = subject((v) =>
      v.forEach((x, i) => {
        if (i >= 500 && i < 530) v[i] = Number((x * 0.7).toFixed(3));
      }),
    );
    const [one, ...more] = worth(extraDigits({ ...factored, coincidence: { perMonth: 0.3, root: 0.35 } }, params));
    expect(more).toEqual([]);
    expect(one!.from).toBeGreaterThanOrEqual(500);
    expect(one!.at).toBeLessThan(506);
    expect(one!.to).toBeLessThanOrEqual(530);
  });

  it.each<[string, (values: Float64Array) => void]>([
    ['nothing happened', () => {}],
    ['a single finer value', (v) => v.fill(51.237, 500, 501)],
    ['one finer value held', (v) => v.fill(51.237, 500, 540)],
    [
      'values that are finer now and then all along',
      (v) =>
        v.forEach((x, i) => {
          if (i % 40 === 0) v[i] = x + 0.005;
        }),
    ],
    [
      'five significant digits, whose decimals go with the size of a number',
      (v) =>
        v.forEach((x, i) => {
          v[i] = i % 200 < 40 ? Number((x / 10).toFixed(3)) : x;
        }),
    ],
    ['a large number whose double is not exact', (v) => v.fill(0.1 + 0.2, 500, 501)],
    [
      'what was always so fine',
      (v) =>
        v.forEach((x, i) => {
          v[i] = x + 0.001 * (i % 7);
        }),
    ],
  ])('passes: %s', (_, change) => {
    expect(worth(extraDigits({ ...subject(change), coincidence: { perMonth: 0.3, root: 0.35 } }, params))).toEqual([]);
  });

  it('takes an instrument that writes finer for good as the new habit once it has lasted', () => {
    const replaced = subject((v) =>
      v.forEach((x, i) => {
        if (i >= 240) v[i] = x + 0.001 * (1 + (i % 9));
      }),
    );
    const found = worth(extraDigits({ ...replaced, coincidence: { perMonth: 0.3, root: 0.35 } }, params));
    // thirty units of 24 hours
    expect(found).toHaveLength(1);
    expect(found[0]!.to).toBeLessThanOrEqual(240 + 30 * 24 + 1);
  });
});

describe('betweenSteps', () => {
  const params = { least: 0.25, fewest: 2 };
  const file = path.join(import.meta.dirname, '../../../fixtures/quality/steel_energy.csv.gz');
  const { table } = readWide(gunzipSync(readFileSync(file)));
  /** The real meter of a steel works, a quarter hour a sample: pulses of 0.036 kWh. */
  const steel = (change: (values: Float64Array) => void = () => {}): Subject => {
    const meter = table.columns.find(({ name }) => name === 'usage_kwh')!;
    const values = Float64Array.from(meter.values);
    change(values);
    return {
      table: { ...table, columns: [{ ...meter, values }] },
      target: 0,
      judgeFrom: 1440,
      month: 2922,
      coincidence: { perMonth: 0.3, root: 0.35 },
    };
  };
  const edit = (v: Float64Array, from: number, to: number, f: (x: number) => number) => {
    for (let i = from; i < to; i++) v[i] = Number(f(v[i]!).toFixed(2));
  };

  it.each<[string, (x: number) => number]>([
    ['a factor', (x) => 0.8 * x],
    ['an offset', (x) => x - 1],
    ['narrowed swings', (x) => 40 + 0.3 * (x - 40)],
  ])('finds %s in the readings of a real meter, and nothing else', (_, f) => {
    const found = worth(
      betweenSteps(
        steel((v) => edit(v, 8000, 8060, f)),
        params,
      ),
    );
    expect(found[0]!.at).toBeLessThan(8012);
    expect(found[0]!.facts).toMatchObject({ step: 0.036 });
    for (const { from, to } of found) {
      expect(from).toBeGreaterThanOrEqual(8000);
      expect(to).toBeLessThanOrEqual(8060);
    }
  });

  it.each<[string, (values: Float64Array) => void]>([
    ['half a year of that meter as it is', () => {}],
    ['a single value beside', (v) => v.fill(50.01, 8000, 8001)],
    ['one value beside, held', (v) => v.fill(50.01, 8000, 8040)],
    ['readings of another day again', (v) => v.copyWithin(8000, 7000, 7060)],
  ])('passes: %s', (_, change) => {
    expect(worth(betweenSteps(steel(change), params))).toEqual([]);
  });

  it('has no opinion of a signal without steps', () => {
    expect(
      betweenSteps(
        subject((v) => edit(v, 500, 540, (x) => 0.7 * x)),
        params,
      ),
    ).toEqual([]);
  });
});
