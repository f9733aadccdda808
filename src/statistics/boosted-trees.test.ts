import { describe, expect, it } from 'vitest';
import { logOdds } from './boosted-trees.ts';

describe('boosted trees', () => {
  // one tree of depth 2: column 0 below 5 → left; then column 1 below 1 or 2; leaves 10 20 30 40
  const trees = { bias: 0.5, depth: 2, trees: [{ f: [0, 1, 1], t: [5, 1, 2], v: [10, 20, 30, 40] }] };

  it.each([
    [4, 0, 10.5],
    [4, 1, 20.5],
    [5, 1.9, 30.5],
    [5, 2, 40.5],
  ])('of (%d, %d) is %d', (a, b, sum) => {
    expect(logOdds(trees, Float64Array.of(a, b))).toBe(sum);
  });

  it('goes left where a node asks nothing', () => {
    const stump = { bias: 0, depth: 1, trees: [{ f: [-1], t: [0], v: [1, 2] }] };
    expect(logOdds(stump, Float64Array.of(9))).toBe(1);
  });
});
