/** Spans of Beijing time in words, on screen and on paper. */
import { dateText, dayOf, dayStart, minuteText } from './beijing.ts';

/** `14:00`, or `14:00:30` where there are seconds. */
export function clockText(at: number): string {
  return minuteText(at).slice(11);
}

export interface PeriodText {
  /** `2026-03-01`, or `2026-03-01 – 03-03` for whole days and spans over midnight */
  date: string;
  /** `14:00–15:00`; empty for whole days */
  clock: string;
}

/**
 * A half-open span in words: the end of a day is `24:00` of that day, never `00:00` of the next; whole days name the
 * last day that belongs to them.
 */
export function period(start: number, end: number): PeriodText {
  const last = Math.max(start, end - 1);
  const firstDay = dayOf(start);
  const lastDay = dayOf(last);
  const endClock = end === dayStart(lastDay + 1) ? '24:00' : clockText(end);
  const whole = start === dayStart(firstDay) && endClock === '24:00' && end > start;
  const days = firstDay === lastDay ? dateText(firstDay) : `${dateText(firstDay)} – ${shortDate(firstDay, lastDay)}`;
  if (whole) return { date: days, clock: '' };
  if (end <= start) return { date: dateText(firstDay), clock: clockText(start) };
  if (firstDay === lastDay) return { date: days, clock: `${clockText(start)}–${endClock}` };
  return { date: days, clock: `${clockText(start)} – ${endClock}` };
}

/** In one line: `2026-03-01 14:00–15:00`, `2026-03-01 23:00 – 03-02 02:00`, `2026-03-01`. */
export function periodText(start: number, end: number): string {
  const { date, clock } = period(start, end);
  if (clock === '') return date;
  const [from, to] = date.split(' – ');
  if (to === undefined) return `${date} ${clock}`;
  const [fromClock, toClock] = clock.split(' – ');
  return `${from} ${fromClock} – ${to} ${toClock}`;
}

/** The last day without its year where the year is the same. */
function shortDate(first: number, last: number): string {
  const text = dateText(last);
  return text.slice(0, 4) === dateText(first).slice(0, 4) ? text.slice(5) : text;
}
