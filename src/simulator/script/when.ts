import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS, parseTime, type Span } from '../../model/beijing.ts';

const RELATIVE = /^day (\d+)(?: (\d{2}):(\d{2}))?$/;
const LENGTH = /^(\d+(?:\.\d+)?)(m|h|d)$/;
const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

/** `day 3 08:00` (the first day is day 1) or a civil time; NaN for anything else. Beijing time, epoch ms. */
export function whenOf(text: string, start: number): number {
  const m = RELATIVE.exec(text);
  if (!m) return parseTime(text);
  return dayStart(dayOf(start) + +m[1]! - 1) + +(m[2] ?? 0) * HOUR_MS + +(m[3] ?? 0) * MINUTE_MS;
}

/** `90m`, `4h`, `2d` in ms; NaN for anything else. */
export function lengthOf(text: string): number {
  const m = LENGTH.exec(text);
  return m ? +m[1]! * UNIT_MS[m[2] as keyof typeof UNIT_MS] : Number.NaN;
}

/** The span of an event: `from` and one of `to` and `for`; without both it lasts a minute. */
export function spanOf(
  event: { from: string; to?: string | undefined; for?: string | undefined },
  start: number,
): Span {
  const from = whenOf(event.from, start);
  if (event.to !== undefined) return { start: from, end: whenOf(event.to, start) };
  return { start: from, end: from + (event.for === undefined ? MINUTE_MS : lengthOf(event.for)) };
}
