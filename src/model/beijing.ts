/**
 * Beijing civil time by integer arithmetic: a fixed +08:00, which is exact from 1992 on (the summer times of
 * 1986–1991 lie before anything that is accepted here). Times are epoch milliseconds, days are counted from
 * 1970-01-01 in Beijing, and every span is half-open `[start, end)`.
 */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * HOUR_MS;

/** The first instant that is accepted as an event time: 1992-01-01 00:00 Beijing. */
export const EARLIEST_MS = 694_224_000_000 - OFFSET_MS;

/** Day number of an instant: whole Beijing days since 1970-01-01. */
export function dayOf(at: number): number {
  return Math.floor((at + OFFSET_MS) / DAY_MS);
}

/** The instant at which a day begins (00:00 Beijing). */
export function dayStart(day: number): number {
  return day * DAY_MS - OFFSET_MS;
}

export interface CivilDate {
  year: number;
  /** 1–12 */
  month: number;
  /** 1–31 */
  date: number;
}

/** Civil date of a day number (Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days). */
export function civil(day: number): CivilDate {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** Day number of a civil date; `month` may run past 12, so `dayNumber(y, m + 1, 1)` is the next month. */
export function dayNumber(year: number, month: number, date: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const m = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = m <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + date - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146_097 + doe - 719_468;
}

export interface Span {
  start: number;
  end: number;
}

/** A span of whole days `[from, to)`, as day numbers. */
export interface DaySpan {
  from: number;
  to: number;
}

export function monthOf(day: number): DaySpan {
  const { year, month } = civil(day);
  return { from: dayNumber(year, month, 1), to: dayNumber(year, month + 1, 1) };
}

export function quarterOf(day: number): DaySpan {
  const { year, month } = civil(day);
  const first = month - ((month - 1) % 3);
  return { from: dayNumber(year, first, 1), to: dayNumber(year, first + 3, 1) };
}

export function yearOf(day: number): DaySpan {
  const { year } = civil(day);
  return { from: dayNumber(year, 1, 1), to: dayNumber(year + 1, 1, 1) };
}

const two = (n: number) => (n < 10 ? `0${n}` : String(n));

/** `2026-03-01` */
export function dateText(day: number): string {
  const { year, month, date } = civil(day);
  return `${year}-${two(month)}-${two(date)}`;
}

function clock(at: number): { day: number; h: number; m: number; s: number; ms: number } {
  const day = dayOf(at);
  const rest = at - dayStart(day);
  return {
    day,
    h: Math.floor(rest / HOUR_MS),
    m: Math.floor(rest / MINUTE_MS) % 60,
    s: Math.floor(rest / 1000) % 60,
    ms: rest % 1000,
  };
}

/** RFC 3339 with `+08:00`, e.g. `2026-03-01T14:00:00+08:00`; milliseconds only where there are any. */
export function rfc3339(at: number): string {
  const { day, h, m, s, ms } = clock(at);
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`;
  return `${dateText(day)}T${two(h)}:${two(m)}:${two(s)}${fraction}+08:00`;
}

/** `2026-03-01 14:00` (or `14:00:30` where there are seconds): for sentences and tables. */
export function minuteText(at: number): string {
  const { day, h, m, s } = clock(at);
  return `${dateText(day)} ${two(h)}:${two(m)}${s === 0 ? '' : `:${two(s)}`}`;
}

/** `2026-03-01 14:00:00`: as the contract's CSV has it. */
export function secondText(at: number): string {
  const { day, h, m, s } = clock(at);
  return `${dateText(day)} ${two(h)}:${two(m)}:${two(s)}`;
}

const CIVIL_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Instant of a civil time, `NaN` where the text is none. Without a zone it is Beijing time; `24:00:00` is the next
 * midnight. Accepts `2026-03-01`, `2026-03-01 14:00[:30[.250]]` and RFC 3339.
 */
export function parseTime(text: string): number {
  const m = CIVIL_TEXT.exec(text.trim());
  if (!m) return Number.NaN;
  const at = civilMs(+m[1]!, +m[2]!, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0));
  const ms = m[7] === undefined ? 0 : +m[7].padEnd(3, '0');
  if (m[8] === undefined) return at + ms;
  if (m[8] === 'Z') return at + ms + OFFSET_MS;
  const sign = m[8].startsWith('-') ? -1 : 1;
  const digits = m[8].replace(/\D/g, '');
  const zone = sign * (+digits.slice(0, 2) * HOUR_MS + +digits.slice(2, 4) * MINUTE_MS);
  return at + ms + OFFSET_MS - zone;
}

const DAYS_IN = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Beijing civil fields to an instant; `NaN` for a date that does not exist. Second 60 and hour 24:00:00 roll over. */
export function civilMs(year: number, month: number, date: number, h: number, m: number, s: number): number {
  if (month < 1 || month > 12 || date < 1 || m > 59 || s > 60) return Number.NaN;
  if (h > 23 && !(h === 24 && m === 0 && s === 0)) return Number.NaN;
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  if (date > DAYS_IN[month - 1]! + (leap ? 1 : 0)) return Number.NaN;
  return dayStart(dayNumber(year, month, date)) + h * HOUR_MS + m * MINUTE_MS + s * 1000;
}
