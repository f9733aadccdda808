/** Beijing times as people read them. Spans are half-open; hour data are periods, never bare points. */
import { DAY_MS, dateText, dayOf, dayStart, HOUR_MS, MINUTE_MS, minuteText, parseTime } from '../../model/beijing.ts';

export { clockText, type PeriodText, period, periodText } from '../../model/period-text.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** `14:03:27`, always with seconds. */
export function secondText(at: number): string {
  const s = Math.floor((at - dayStart(dayOf(at))) / 1000);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

export const dateOf = (at: number) => dateText(dayOf(at));

/** `03-01 14:00` */
export const shortTime = (at: number) => minuteText(at).slice(5);

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
