import { describe, expect, it } from 'vitest';
import { UnusualStream } from './unusual.ts';

const STEP = 900_000;
const DAY = 96;

/** A daily wave with noise, every quarter of an hour. */
const day = (i: number) => 10 + 4 * Math.sin((2 * Math.PI * i) / DAY) + 0.8 * Math.sin(i * i * 1.7);

function scores(value: (i: number) => number, days = 20): { stretch: number; shift: number; score: number }[] {
  const stream = new UnusualStream(days * DAY);
  return Array.from({ length: days * DAY }, (_, i) => stream.push(i * STEP, value(i)));
}
const most = (list: { score: number }[], from: number, to: number) =>
  Math.max(...list.slice(from, to).map(({ score }) => score));

describe('what is unusual', () => {
  const calm = scores(day);

  it('is rare on a signal that does what it always does: some 1 in 100 reach 2, none 4', () => {
    const later = calm.slice(5 * DAY);
    expect(later.filter(({ score }) => score >= 2).length / later.length).toBeLessThan(0.03);
    expect(most(calm, 5 * DAY, calm.length)).toBeLessThan(4);
  });

  it('is a day that passes at the level of the night, within values long known', () => {
    // at noon of day 15 the values of midnight: nothing out of range, only out of place
    const from = 15 * DAY + 20;
    const list = scores((i) => (i >= from && i < from + 36 ? day(i + DAY / 2) : day(i)));
    expect(most(list, from, from + 40)).toBeGreaterThan(most(calm, 5 * DAY, calm.length));
  });

  it('is a level that moves away and stays', () => {
    const from = 15 * DAY;
    const list = scores((i) => day(i) + (i >= from ? 6 : 0));
    expect(Math.max(...list.slice(from, from + 2 * DAY).map(({ shift }) => shift))).toBeGreaterThan(2);
  });

  it('surprises less the third time', () => {
    const burst = (at: number) => (i: number) => (i >= at && i < at + 8 ? 9 : 0);
    const bursts = [12 * DAY, 14 * DAY, 16 * DAY].map(burst);
    const list = scores((i) => day(i) + bursts.reduce((sum, one) => sum + one(i), 0));
    const [first, , third] = [12, 14, 16].map((d) => most(list, d * DAY, d * DAY + 12));
    expect(first).toBeGreaterThan(2);
    expect(third).toBeLessThan(first! - 0.3);
  });

  it('does not depend on the unit', () => {
    const thousand = scores((i) => 1024 * day(i));
    thousand.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(calm[i]!.score, 6);
    });
  });
});
