import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { BinnedBaseline, baselineOf } from './robust-baseline.ts';

const values = Array.from({ length: 101 }, (_, i) => Math.sin(i * i) + (i % 17 === 0 ? 50 : 0));

describe('robust baseline', () => {
  it('is median and scaled MAD, gaps left out', () => {
    const { center, spread, n } = baselineOf([...values, Number.NaN]);
    expect(n).toBe(101);
    expect(center).toBe(median(values));
    expect(spread).toBeCloseTo(1.4826 * medianAbsoluteDeviation(values), 12);
  });

  it('of nothing is unknown', () => {
    expect(baselineOf([])).toEqual({ center: Number.NaN, spread: Number.NaN, n: 0 });
  });

  it('knows each bin by its latest values, and looks before it learns', () => {
    const bins = new BinnedBaseline(3);
    expect(bins.push(7, 1).n).toBe(0);
    for (const value of [2, 3, 100]) bins.push(7, value);
    expect(bins.push(7, 5)).toMatchObject({ center: 3, n: 3 });
    expect(bins.push(8, 5).n).toBe(0);
  });
});
