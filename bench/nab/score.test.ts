import { describe, expect, it } from 'vitest';
import { detected } from './detections.ts';
import { at, optimum, PROFILES, probation, type Run, sigmoid } from './score.ts';

/** 100 rows, one window of ten rows, detections (by row) with their scores. */
function run(detections: Record<number, number>, windows: [number, number][] = [[50, 59]]): Run {
  const scores = new Float64Array(100);
  for (const [row, score] of Object.entries(detections)) scores[Number(row)] = score;
  return { scores, windows };
}
const standard = (detections: Record<number, number>) => at([run(detections)], PROFILES.standard, 0.5).score;

describe("NAB's score", () => {
  it.each([
    [-1, 0.98661],
    [-0.5, 0.84828],
    [0, 0],
    [1, -0.98661],
    [3, -1],
    [Number.POSITIVE_INFINITY, -1],
  ])('weighs position %d as %d (figures of the reference)', (position, weight) => {
    expect(sigmoid(position)).toBeCloseTo(weight, 5);
  });

  it('leaves out 15 % of a file, at most 750 rows', () => {
    expect([probation(100), probation(4033), probation(20_000)]).toEqual([15, 604, 750]);
    expect(standard({ 14: 1, 50: 1 })).toBe(100);
    // (1 - 0.11 + 1) / 2
    expect(standard({ 15: 1, 50: 1 })).toBeCloseTo(94.5, 9);
  });

  it('is 0 for nothing and 100 for the first row of each window', () => {
    expect(standard({})).toBe(0);
    expect(standard({ 50: 1 })).toBe(100);
  });

  it('takes the earliest detection in a window, and it only', () => {
    // row 55: -(59 - 55 + 1) / 10 = -0.5; 0.84828 / 0.98661 = 0.85979; (0.85979 + 1) / 2
    expect(standard({ 55: 1 })).toBeCloseTo(92.99, 2);
    expect(standard({ 55: 1, 56: 1, 59: 1 })).toBeCloseTo(92.99, 2);
  });

  it('charges little just behind a window and all of it far from any', () => {
    // row 68: (68 - 59) / 9 = 1 window; (1 - 0.11 * 0.98661 + 1) / 2
    expect(standard({ 50: 1, 68: 1 })).toBeCloseTo(94.574, 3);
    // row 87: 28 / 9 > 3
    expect(standard({ 50: 1, 87: 1 })).toBeCloseTo(94.5, 9);
  });

  it('has three profiles', () => {
    const runs = [run({ 20: 1 })];
    // one false positive, one miss: (-1 - 0.11 + 1) / 2, (-1 - 0.22 + 1) / 2, (-2 - 0.11 + 2) / 3
    expect(at(runs, PROFILES.standard, 1).score).toBeCloseTo(-5.5, 9);
    expect(at(runs, PROFILES.rewardLowFp, 1).score).toBeCloseTo(-11, 9);
    expect(at(runs, PROFILES.rewardLowFn, 1).score).toBeCloseTo(-11 / 3, 9);
  });

  it('finds one threshold for all files', () => {
    const runs = [run({ 50: 0.6, 20: 0.5 }), run({ 50: 0.8, 20: 0.7, 30: 0.7 })];
    // at 0.6: 2 windows, 2 false positives: (2 - 0.22 + 2) / 4; at 0.8 only one window: (1 - 1 + 2) / 4
    expect(optimum(runs, PROFILES.standard)).toMatchObject({ threshold: 0.6, found: 2, falsePositives: 2 });
    expect(optimum(runs, PROFILES.standard).score).toBeCloseTo(94.5, 9);
  });
});

describe('a detector that does not repeat itself', () => {
  it('speaks at the threshold, after the probation, and is quiet for 150 samples', () => {
    const scores = new Float64Array(1000);
    for (const row of [10, 200, 201, 350, 351, 700]) scores[row] = 2;
    const told = detected({ scores, windows: [] }, 2).scores;
    expect([...told.keys()].filter((row) => told[row] === 1)).toEqual([200, 351, 700]);
  });
});
