import { describe, expect, it } from 'vitest';
import { chanceOf } from './chance.ts';

/** Every outcome of n coins, one by one. */
function enumerated(n: number, k: number, p: number): number {
  let sum = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome++) {
    const heads = [...outcome.toString(2)].filter((bit) => bit === '1').length;
    if (heads >= k) sum += p ** heads * (1 - p) ** (n - heads);
  }
  return sum;
}

describe('the chance of a coincidence', () => {
  it('is what counting every outcome gives', () => {
    for (const p of [0.01, 0.2, 0.5, 0.9]) {
      for (let n = 1; n <= 10; n++) {
        for (let k = 0; k <= n; k++) expect(chanceOf(n, k, p)).toBeCloseTo(enumerated(n, k, p), 12);
      }
    }
  });

  it('holds for many trials: all of 720 at one half is 2^-720, and at least none is certain', () => {
    expect(Math.log2(chanceOf(720, 720, 0.5))).toBeCloseTo(-720, 6);
    expect(chanceOf(720, 0, 0.01)).toBeCloseTo(1, 9);
  });
});
