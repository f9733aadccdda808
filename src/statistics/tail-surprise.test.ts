import { describe, expect, it } from 'vitest';
import { TailSurprise } from './tail-surprise.ts';

/** Repeatable draws in (0, 1). */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}

/** The same by its definition, from the whole list each time. */
function slow(known: readonly number[], deviation: number): number {
  const n = known.length;
  const sorted = known.toSorted((a, b) => b - a);
  const above = sorted.filter((value) => value >= deviation).length;
  const k = Math.max(8, Math.floor(0.03 * n));
  if (above >= k) return -Math.log10((above + 1) / (n + 1));
  const floor = 0.05 * known.toSorted((a, b) => a - b)[n >> 1]!;
  const hill = sorted.slice(0, k).reduce((sum, v) => sum + Math.log((v + floor) / (sorted[k]! + floor)), 0) / k;
  return Math.log10(n / k) + Math.log10((deviation + floor) / (sorted[k]! + floor)) / hill;
}

describe('tail surprise', () => {
  it('knows the tail of a power law: 4 decimal orders where one in ten thousand is as large', () => {
    const draw = draws(3);
    const tail = new TailSurprise(20_000);
    for (let i = 0; i < 20_000; i++) tail.push(draw() ** (-1 / 2));
    // P(X > x) = x^-2: 0.01 at 10, 0.0001 at 100
    expect(tail.of(10)).toBeCloseTo(2, 0);
    expect(Math.abs(tail.of(100) - 4)).toBeLessThan(0.4);
    expect(tail.of(2 ** 0.5)).toBeCloseTo(Math.log10(2), 1);
  });

  it('is what its definition says, forgetting what is old', () => {
    const draw = draws(11);
    const tail = new TailSurprise(200);
    const known: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const deviation = Math.round(1000 * -Math.log(draw())) / 1000;
      if (known.length >= 60) expect(tail.of(deviation)).toBeCloseTo(slow(known, deviation), 9);
      tail.push(deviation);
      known.push(deviation);
      if (known.length > 200) known.shift();
    }
  });

  it('says nothing of little, nothing of gaps, and stays finite where nothing ever moved', () => {
    const tail = new TailSurprise(500);
    for (let i = 0; i < 59; i++) expect(tail.push(i)).toBe(0);
    expect(tail.push(Number.NaN)).toBe(0);
    expect(tail.push(1e9)).toBe(0);
    const still = new TailSurprise(500);
    for (let i = 0; i < 500; i++) still.push(0);
    expect(still.push(0)).toBe(0);
    expect(still.push(1)).toBeGreaterThan(3);
    expect(Number.isFinite(still.push(1e300))).toBe(true);
  });
});
