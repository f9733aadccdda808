/** Beijing times as people read them. Spans are half-open; hour data are periods, never bare points. */
import { DAY_MS, dateText, dayOf, dayStart, HOUR_MS, MINUTE_MS, minuteText, parseTime } from '../../model/beijing.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** `14:00`, or `14:00:30` where there are seconds. */
export function clockText(at: number): string {
  return minuteText(at).slice(11);
}

/** `14:03:27`, always with seconds. */
export function secondText(at: number): string {
  const s = Math.floor((at - dayStart(dayOf(at))) / 1000);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

export const dateOf = (at: number) => dateText(dayOf(at));

/** `03-01 14:00` */
export const shortTime = (at: number) => minuteText(at).slice(5);

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

export interface Duration {
  unit: 'second' | 'minute' | 'hour' | 'day';
  n: number;
}

/** A length in the largest unit that keeps it exact enough to speak of: `45 min`, `1.5 h`, `3 d`. */
export function duration(ms: number): Duration {
  if (ms < MINUTE_MS) return { unit: 'second', n: Math.max(0, Math.round(ms / 1000)) };
  if (ms < HOUR_MS) return { unit: 'minute', n: Math.round(ms / MINUTE_MS) };
  if (ms < 2 * DAY_MS) return { unit: 'hour', n: Math.round((ms / HOUR_MS) * 10) / 10 };
  return { unit: 'day', n: Math.round((ms / DAY_MS) * 10) / 10 };
}

/** An age in whole units, never more than it is: `5 h` until it is six. */
export function age(ms: number): Duration {
  if (ms < MINUTE_MS) return { unit: 'second', n: Math.max(0, Math.floor(ms / 1000)) };
  if (ms < HOUR_MS) return { unit: 'minute', n: Math.floor(ms / MINUTE_MS) };
  if (ms < 2 * DAY_MS) return { unit: 'hour', n: Math.floor(ms / HOUR_MS) };
  return { unit: 'day', n: Math.floor(ms / DAY_MS) };
}

/** Epoch ms of an RFC 3339 text of the API; `null` stays `null`. */
export function at(text: string): number;
export function at(text: string | null): number | null;
export function at(text: string | null): number | null {
  return text === null ? null : parseTime(text);
}
