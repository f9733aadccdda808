/**
 * ECharts knows UTC and the zone of the browser, nothing else. Every time it is given is moved by +08:00 and shown as
 * UTC (`useUTC`), so that its axes read Beijing time in any zone.
 */
import { DAY_MS, HOUR_MS } from '../../model/beijing.ts';

const SHIFT_MS = 8 * HOUR_MS;

export const toAxis = (at: number) => at + SHIFT_MS;
export const fromAxis = (value: number) => value - SHIFT_MS;

const two = (n: number) => String(n).padStart(2, '0');

/** Label of a tick: the date at midnight, otherwise the clock. */
export function tickText(value: number): string {
  const date = new Date(value);
  if (value % DAY_MS === 0) return `{day|${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}}`;
  const seconds = date.getUTCSeconds();
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}
