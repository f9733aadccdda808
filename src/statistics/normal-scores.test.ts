import { describe, expect, it } from 'vitest';
import { NormalScores } from './normal-scores.ts';

describe('normal scores', () => {
  const scores = new NormalScores(Float64Array.from({ length: 1001 }, (_, i) => i));

  it('puts quantiles where the normal distribution has them', () => {
    // standard normal: median 0, 84.13 % quantile 1, 97.72 % quantile 2
    expect(scores.of(500)).toBeCloseTo(0, 2);
    expect(scores.of(841.3)).toBeCloseTo(1, 1);
    expect(scores.of(977.2)).toBeCloseTo(2, 1);
  });

  it('goes on beyond the sample, in order and bounded', () => {
    expect(scores.of(1100)).toBeGreaterThan(scores.of(1000));
    expect(scores.of(-100)).toBeLessThan(scores.of(0));
    expect(scores.of(1e9)).toBe(6);
    expect(scores.of(-1e9)).toBe(-6);
  });

  it('keeps a gap a gap and equal values equal', () => {
    expect(scores.of(Number.NaN)).toBeNaN();
    const coarse = new NormalScores(Float64Array.of(1, 1, 1, 2, 2, 3));
    expect(coarse.of(1)).toBeLessThan(coarse.of(2));
    expect(coarse.of(2)).toBeLessThan(coarse.of(3));
  });
});
