import { describe, expect, it } from 'vitest';
import { leftDiscord } from './left-discord.ts';

const wave = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(i * i * 0.37) + ((i * 7919) % 13) / 5);

/** All distances, sorted. */
function slow(values: Float64Array, end: number, length: number, ends: readonly number[], rank: number): number {
  const distances = ends.map((other) =>
    Math.sqrt(
      Array.from({ length }, (_, k) => (values[end - k]! - values[other - k]!) ** 2).reduce((sum, d) => sum + d, 0),
    ),
  );
  return distances.filter((d) => !Number.isNaN(d)).sort((a, b) => a - b)[rank - 1] ?? Number.NaN;
}

describe('left discord', () => {
  const values = wave(200);
  const gap = wave(200);
  gap[40] = Number.NaN;

  it.each([1, 2] as const)('is the distance to the neighbour of rank %d among all earlier stretches', (rank) => {
    for (const series of [values, gap]) {
      for (let end = 23; end < 200; end += 11) {
        const ends = Array.from({ length: end - 22 }, (_, k) => 11 + k);
        const exact = slow(series, end, 12, ends, rank);
        if (Number.isNaN(exact)) expect(leftDiscord(series, end, 12, ends, rank)).toBeNaN();
        else expect(leftDiscord(series, end, 12, ends, rank)).toBeCloseTo(exact, 10);
      }
    }
  });

  it('is highest where something never seen happens', () => {
    const series = Float64Array.from({ length: 300 }, (_, i) => Math.sin((2 * Math.PI * i) / 20));
    for (let i = 200; i < 205; i++) series[i] = 0;
    const profile = Array.from({ length: 250 }, (_, i) => {
      const end = i + 50;
      return leftDiscord(
        series,
        end,
        10,
        Array.from({ length: end - 18 }, (_, k) => 9 + k),
      );
    });
    const top = 50 + profile.indexOf(Math.max(...profile));
    expect(top).toBeGreaterThanOrEqual(200);
    expect(top).toBeLessThan(215);
  });

  it('is unknown where nothing can be compared', () => {
    expect(leftDiscord(values, 30, 12, [], 1)).toBeNaN();
    expect(leftDiscord(values, 30, 12, [15], 2)).toBeNaN();
    expect(leftDiscord(gap, 45, 12, [20, 22], 1)).toBeNaN();
  });
});
