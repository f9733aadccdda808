import { describe, expect, it } from 'vitest';
import { byMaximum, byPreceding, type Hours, total } from './emission.ts';

const X = Number.NaN;
const times = (n: number, value: number | null): Hours => Array.from({ length: n }, () => value);

/** HJ 75-2017 (regulations VAL-01). */
const ROWS = [
  { rate: 0.9, upTo: 24, last: 180 },
  { rate: 0.9, last: 720 },
  { rate: 0.75, last: 2160 },
];

describe('HJ 75: maximum of the valid hours before a gap', () => {
  // 2 161 h back a 9, 721 h back an 8, 181 h back a 7, 180 h back a 6, then ones
  const before = [9, ...times(1439, 1), 8, ...times(539, 1), 7, 6, ...times(179, 1)];
  it.each([
    [0.9, 24, 6, 'the last 180: not the 7 that is 181 back'],
    [0.9, 25, 7, 'the last 720: not the 8 that is 721 back'],
    [0.89, 1, 8, 'the last 2 160: not the 9 that is 2 161 back'],
    [0.75, 100, 8, 'a rate of exactly 75 % still has the last row'],
    [0.74, 1, X, 'below 75 % nothing stands in'],
  ])('capture rate %s, gap of %s h: %s (%s)', (rate, n, each) => {
    const [gap] = byMaximum([...before, ...times(n, X), 1], rate, ROWS);
    expect(gap).toEqual({ from: 2161, to: 2161 + n, hours: n, each });
  });

  it('an hour that owes nothing neither ends a gap nor lengthens it', () => {
    expect(byMaximum([5, X, null, null, X, 4], 1, ROWS)).toEqual([{ from: 1, to: 5, hours: 2, each: 5 }]);
  });

  it('nothing stands in before the first valid hour', () => {
    expect(byMaximum([X, 5], 1, ROWS)[0]!.each).toBeNaN();
  });
});

describe('HJ 356: mean of as many preceding valid values as are missing', () => {
  it('two missing after 1, 4, 6 count 5 each', () => {
    expect(byPreceding([1, 4, 6, X, X, 2])).toEqual([{ from: 3, to: 5, hours: 2, each: 5 }]);
  });

  it('more missing than there are before cannot be substituted', () => {
    expect(byPreceding([4, X, X])[0]!.each).toBeNaN();
  });
});

describe('total', () => {
  it('measured 2 + 3, two hours substituted by 4 each, none for the hour that owes nothing', () => {
    const hours = [4, 2, X, null, X, 3];
    expect(total(hours, byMaximum(hours, 1, ROWS), 1)).toEqual({
      measured: 5,
      substituted: 8,
      validHours: 2,
      substitutedHours: 2,
      lostHours: 0,
    });
  });

  it('of a gap that began before the span only what lies in it counts', () => {
    const hours = [4, X, X, X, 3];
    expect(total(hours, byMaximum(hours, 1, ROWS), 3)).toMatchObject({
      substituted: 4,
      substitutedHours: 1,
      measured: 3,
    });
  });

  it('what nothing stands in for is told as hours', () => {
    const hours = [4, X, 3];
    expect(total(hours, byMaximum(hours, 0.5, ROWS), 0)).toMatchObject({ measured: 7, substituted: 0, lostHours: 1 });
  });
});
