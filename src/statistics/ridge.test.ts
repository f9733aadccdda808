import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { leastSquaresMany, ridge } from './ridge.ts';

const ones = (n: number) => new Float64Array(n).fill(1);
const design = (x: number[]) => Float64Array.from(x.flatMap((v) => [1, v]));

describe('ridge', () => {
  it('is the least-squares line where nothing is shrunk and nothing stands out', () => {
    const x = [0, 1, 2, 3, 4, 5];
    const y = x.map((v, i) => 2 + 3 * v + (i % 2 === 0 ? 0.1 : -0.1));
    const line = linearRegression(x.map((v, i) => [v, y[i]!]));
    const [b, m] = leastSquaresMany(
      design(x),
      2,
      y.map((v) => Float64Array.of(v)),
      ones(6),
      1,
      0,
    )[0]!;
    expect(m).toBeCloseTo(line.m, 6);
    expect(b).toBeCloseTo(line.b, 6);
  });

  it('lets a wild value speak little', () => {
    // y = 1 + 2x with one value off by 100: the plain slope is 2 + 100 * 5 / 110 = 6.5 or so, the robust one stays near 2
    const x = Array.from({ length: 11 }, (_, i) => i - 5);
    const y = Float64Array.from(x, (v, i) => 1 + 2 * v + 0.01 * ((i * 7) % 5) + (i === 10 ? 100 : 0));
    const [, plain] = ridge(design(x), 2, y, ones(11), 0, 1);
    const [, robust] = ridge(design(x), 2, y, ones(11), 0, 8);
    expect(plain).toBeGreaterThan(6);
    expect(Math.abs(robust! - 2)).toBeLessThan(0.3);
  });

  it('shrinks slopes, not the constant', () => {
    const x = [-1, 1, -1, 1];
    const y = Float64Array.of(4, 6, 4, 6);
    // sum of squares 4, penalty 1 * 4: the slope halves from 1 to 0.5, the mean stays 5
    const [b, m] = ridge(design(x), 2, y, ones(4), 1, 1);
    expect(b).toBeCloseTo(5, 6);
    expect(m).toBeCloseTo(0.5, 6);
  });
});
