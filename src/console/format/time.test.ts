import { afterAll, describe, expect, it } from 'vitest';
import { tickText, toAxis } from '../charts/shift.ts';
import { age, dateOf, duration, periodText, secondText } from './time.ts';

const at = (utc: string) => Date.parse(utc);
const HOUR = 3_600_000;

describe('a period in words', () => {
  // 2026-02-28T16:00Z is midnight of 1 March in Beijing.
  const midnight = at('2026-02-28T16:00:00Z');

  it('is a span of the clock, never a bare point', () => {
    expect(periodText(midnight + 14 * HOUR, midnight + 15 * HOUR)).toBe('2026-03-01 14:00–15:00');
  });

  it('ends at 24:00 of its day, and a whole day is that day', () => {
    expect(periodText(midnight + 23 * HOUR, midnight + 24 * HOUR)).toBe('2026-03-01 23:00–24:00');
    expect(periodText(midnight, midnight + 24 * HOUR)).toBe('2026-03-01');
    expect(periodText(midnight, midnight + 48 * HOUR)).toBe('2026-03-01 – 03-02');
  });

  it('names both days over midnight, and both years over new year', () => {
    expect(periodText(midnight + 23 * HOUR, midnight + 26 * HOUR)).toBe('2026-03-01 23:00 – 03-02 02:00');
    expect(periodText(at('2025-12-31T10:00:00Z'), at('2025-12-31T17:00:00Z'))).toBe(
      '2025-12-31 18:00 – 2026-01-01 01:00',
    );
  });

  it('of no length is an instant', () => {
    expect(periodText(midnight, midnight)).toBe('2026-03-01 00:00');
  });
});

describe('lengths and ages', () => {
  it('use the unit that says most', () => {
    expect(duration(45 * 60_000)).toEqual({ unit: 'minute', n: 45 });
    expect(duration(1.5 * HOUR)).toEqual({ unit: 'hour', n: 1.5 });
    expect(duration(72 * HOUR)).toEqual({ unit: 'day', n: 3 });
  });

  it('never say more than has passed', () => {
    expect(age(1.99 * HOUR)).toEqual({ unit: 'hour', n: 1 });
    expect(age(-5000)).toEqual({ unit: 'second', n: 0 });
  });
});

describe('Beijing time in any zone', () => {
  const zone = process.env.TZ;
  afterAll(() => {
    process.env.TZ = zone;
  });
  // The last is the night on which New York's clocks skip 02:00–03:00 (2026-03-08).
  const instants = ['2026-01-01T00:00:00Z', '2026-06-30T15:59:59Z', '2026-03-08T07:30:00Z'];
  const expected = [
    ['2026-01-01', '08:00:00', '08:00'],
    ['2026-06-30', '23:59:59', '23:59:59'],
    ['2026-03-08', '15:30:00', '15:30'],
  ];

  it.each(['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'])('%s', (name) => {
    process.env.TZ = name;
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Calcutta', 'Kolkata')).toBe(name);
    expect(instants.map(at).map((t) => [dateOf(t), secondText(t), tickText(toAxis(t))])).toEqual(expected);
  });

  it('marks midnight in Beijing with its date', () => {
    expect(tickText(toAxis(at('2026-02-28T16:00:00Z')))).toBe('{day|03-01}');
  });
});
