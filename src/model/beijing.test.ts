import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civil,
  dateText,
  dayNumber,
  dayOf,
  dayStart,
  monthOf,
  parseTime,
  quarterOf,
  rfc3339,
  yearOf,
} from './beijing.ts';

/** The platform's own calendar of Asia/Shanghai, which knows nothing of our arithmetic. */
const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

const instants = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('Beijing time', () => {
  it('agrees with Asia/Shanghai from 1992 to 2040, there and back', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const second = Math.floor(at / 1000) * 1000;
        const [date, time] = shanghai.format(second).split(' ');
        expect(rfc3339(second)).toBe(`${date}T${time}+08:00`);
        expect(dateText(dayOf(second))).toBe(date);
        expect(parseTime(`${date} ${time}`)).toBe(second);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('keeps a day half-open: 24:00 is the next midnight', () => {
    expect(parseTime('2026-03-01 24:00:00')).toBe(parseTime('2026-03-02'));
    expect(dayOf(parseTime('2026-03-02') - 1)).toBe(dayOf(parseTime('2026-03-01')));
    expect(dayStart(dayOf(parseTime('2026-03-01 23:59:59')))).toBe(Date.parse('2026-02-28T16:00:00Z'));
  });

  it('knows months, quarters and years', () => {
    const day = dayOf(parseTime('2024-02-29'));
    expect(civil(day)).toEqual({ year: 2024, month: 2, date: 29 });
    const texts = ({ from, to }: { from: number; to: number }) => [dateText(from), dateText(to)];
    expect(texts(monthOf(day))).toEqual(['2024-02-01', '2024-03-01']);
    expect(texts(quarterOf(day))).toEqual(['2024-01-01', '2024-04-01']);
    expect(texts(yearOf(day))).toEqual(['2024-01-01', '2025-01-01']);
    expect(dayNumber(2024, 13, 1)).toBe(dayNumber(2025, 1, 1));
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-03-01 25:00',
    '2026-03-01 12:60',
    'yesterday',
    '20260301',
    '',
  ])('refuses %s', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it.each([
    ['2026-03-01T00:00:00Z', '2026-03-01T08:00:00+08:00'],
    ['2026-03-01T00:00:00.250+09:00', '2026-02-28T23:00:00.250+08:00'],
    ['2026-03-01 14:05', '2026-03-01T14:05:00+08:00'],
  ])('reads %s', (text, expected) => {
    expect(rfc3339(parseTime(text))).toBe(expected);
  });
});
