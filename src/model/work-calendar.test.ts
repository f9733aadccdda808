import { describe, expect, it } from 'vitest';
import { dateText, dayOf, parseTime } from './beijing.ts';
import { WorkCalendar } from './work-calendar.ts';

const day = (text: string) => dayOf(parseTime(text));
const days = (...texts: string[]) => texts.map(day);

/** Spring Festival of 2026 as announced: off from 15 to 23 February, worked on Saturday 14 and Saturday 28 February. */
const calendar = new WorkCalendar([
  {
    year: 2026,
    off: Array.from({ length: 9 }, (_, i) => day('2026-02-15') + i),
    worked: days('2026-02-14', '2026-02-28'),
  },
]);
const term = (begins: string, n: number) => {
  const { last, known } = calendar.term(day(begins), n);
  return [dateText(last), known];
};

describe('working days', () => {
  it.each([
    ['2026-03-02', true, 'a Monday'],
    ['2026-03-06', true, 'a Friday'],
    ['2026-03-07', false, 'a Saturday'],
    ['2026-03-08', false, 'a Sunday'],
    ['2026-02-14', true, 'a Saturday worked instead'],
    ['2026-02-16', false, 'a Monday of the holiday'],
    ['2026-02-24', true, 'the Tuesday after it'],
  ])('%s: %s, %s', (date, works) => {
    expect(calendar.isWorkingDay(day(date))).toBe(works);
  });

  it('are counted from the day after: five from Monday 2 March are 3 4 5 6 and 9 March', () => {
    expect(term('2026-03-02', 5)).toEqual(['2026-03-09', true]);
  });

  it('jump over the holiday: five from Wednesday 11 February are 12 13 14 24 and 25 February', () => {
    expect(term('2026-02-11', 5)).toEqual(['2026-02-25', true]);
  });

  it('are not sure of a year without a table, which a term over New Year runs into', () => {
    expect(term('2026-12-30', 5)).toEqual(['2027-01-06', false]);
    expect(term('2026-12-21', 5)).toEqual(['2026-12-28', true]);
  });
});
