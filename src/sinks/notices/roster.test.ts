import { describe, expect, it } from 'vitest';
import { dayOf, parseTime } from '../../model/beijing.ts';
import { WorkCalendar } from '../../model/work-calendar.ts';
import { onDuty, type Person, personSchema, rosterSchema } from './roster.ts';
import { afterQuiet, turnOf } from './timing.ts';

const people = new Map<string, Person>(
  ['day', 'night', 'weekend'].map((id) => [id, personSchema.parse({ id, name: id })]),
);
/** 2026-10-01 (Thursday) is a holiday, 2026-10-10 (Saturday) is worked. */
const calendar = new WorkCalendar([
  { year: 2026, off: [dayOf(parseTime('2026-10-01'))], worked: [dayOf(parseTime('2026-10-10'))] },
]);
const roster = rosterSchema.parse({
  id: 'duty',
  shifts: [
    { people: ['day'], days: 'working', from: '08:30', to: '17:30' },
    { people: ['night'], days: 'working', from: '17:30', to: '08:30' },
    { people: ['weekend'], days: 'off', from: '00:00', to: '24:00' },
  ],
});
const at = (time: string) =>
  onDuty(roster, people, parseTime(time), (day) => calendar.isWorkingDay(day)).map(({ id }) => id);

describe('a roster', () => {
  it.each([
    ['2026-09-30 08:29', ['night']],
    ['2026-09-30 08:30', ['day']],
    ['2026-09-30 17:29', ['day']],
    ['2026-09-30 17:30', ['night']],
    // The night shift of Wednesday reaches into the holiday.
    ['2026-10-01 03:00', ['night', 'weekend']],
    ['2026-10-01 12:00', ['weekend']],
    ['2026-10-03 12:00', ['weekend']],
    ['2026-10-10 12:00', ['day']],
  ])('at %s', (time, names) => expect(at(time)).toEqual(names));

  it('where nobody is on duty, tells everybody', () => {
    const gap = rosterSchema.parse({ id: 'g', shifts: [{ people: ['day', 'night'], days: ['mon', 'tue'] }] });
    const names = (time: string) => onDuty(gap, people, parseTime(time), () => true).map(({ id }) => id);
    // 2026-03-02 is a Monday.
    expect(names('2026-03-02 00:00')).toEqual(['day', 'night']);
    expect(names('2026-03-05 12:00')).toEqual(['day', 'night']);
  });
});

describe('whose turn it is', () => {
  const now = parseTime('2026-03-02 10:00');
  const MINUTES = 60_000;

  it('the first at once, those after it when ten minutes are over, a graver one at once', () => {
    const manner = { bundleMinutes: 10 };
    const first = turnOf('warning', now, undefined, manner);
    expect(first).toEqual({ due: now, bundle: { until: now + 10 * MINUTES, severity: 'warning' } });
    expect(turnOf('warning', now + MINUTES, first.bundle, manner).due).toBe(now + 10 * MINUTES);
    const graver = turnOf('critical', now + MINUTES, first.bundle, manner);
    expect(graver).toEqual({ due: now + MINUTES, bundle: { until: now + 10 * MINUTES, severity: 'critical' } });
    expect(turnOf('serious', now + 2 * MINUTES, graver.bundle, manner).due).toBe(now + 10 * MINUTES);
    expect(turnOf('warning', now + 10 * MINUTES, first.bundle, manner).due).toBe(now + 10 * MINUTES);
  });

  it.each([
    ['22:00', '07:00', '2026-03-02 23:30', '2026-03-03 07:00'],
    ['22:00', '07:00', '2026-03-03 06:59', '2026-03-03 07:00'],
    ['22:00', '07:00', '2026-03-03 07:00', '2026-03-03 07:00'],
    ['22:00', '07:00', '2026-03-02 21:59', '2026-03-02 21:59'],
    ['12:00', '14:00', '2026-03-02 12:00', '2026-03-02 14:00'],
    ['18:00', '24:00', '2026-03-02 23:00', '2026-03-03 00:00'],
  ])('quiet from %s to %s: at %s it waits until %s', (from, to, time, until) => {
    const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
    expect(afterQuiet(parseTime(time), { from: minutes(from), to: minutes(to) })).toBe(parseTime(until));
  });
});
