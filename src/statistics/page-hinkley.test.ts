import { describe, expect, it } from 'vitest';
import { Ewma } from './ewma.ts';
import { PageHinkley } from './page-hinkley.ts';

const noise = Array.from({ length: 300 }, (_, i) => Math.sin(i * i) * 2 + (i > 200 ? 1.5 : 0));

/** Hinkley's definition: how far the sum has risen above its lowest point so far. */
function risen(values: readonly number[], allowance: number): number {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value - allowance);
  return sums.at(-1)! - Math.min(...sums);
}

describe('Page-Hinkley', () => {
  it('is how far the sum of what exceeds the allowance has come from its turning point', () => {
    const test = new PageHinkley(0.5);
    noise.forEach((value, i) => {
      const now = test.push(value);
      const up = risen(noise.slice(0, i + 1), 0.5);
      const down = risen(
        noise.slice(0, i + 1).map((v) => -v),
        0.5,
      );
      expect(now).toBeCloseTo(up >= down ? up : -down, 8);
    });
  });

  it('lets a gap change nothing', () => {
    const test = new PageHinkley(0);
    expect([1, Number.NaN, 1, -5].map((value) => test.push(value))).toEqual([1, 1, 2, -5]);
  });
});

describe('EWMA', () => {
  it('is the weighted sum of all values, each counting (1 - w) of the next', () => {
    const average = new Ewma(4);
    const values = [3, 7, 1, 9, 4];
    const out = values.map((value) => average.push(value)).at(-1);
    // 3 begins; then w = 1/4
    const exact = 3 * 0.75 ** 4 + 0.25 * (7 * 0.75 ** 3 + 1 * 0.75 ** 2 + 9 * 0.75 + 4);
    expect(out).toBeCloseTo(exact, 12);
    expect(average.push(Number.NaN)).toBe(out);
  });
});
