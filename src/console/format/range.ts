/** The stretch of time on a chart: a preset that ends with the last data, or a stretch of its own. Epoch ms. */
import { DAY_MS, HOUR_MS, MINUTE_MS, minuteText, parseTime, type Span } from '../../model/beijing.ts';

export const PRESETS = { '24h': DAY_MS, '3d': 3 * DAY_MS, '7d': 7 * DAY_MS } as const;
type Preset = keyof typeof PRESETS;

const LEAST_MS = 10 * MINUTE_MS;
const LONGEST_MS = 400 * DAY_MS;

const isPreset = (text: string): text is Preset => text in PRESETS;

export interface Range extends Span {
  preset: Preset | null;
}

interface Asked {
  from: string;
  to: string;
  range: string;
}

/** What the address asks for. A preset ends with the last data where those are old, so that it never shows nothing. */
export function rangeOf({ from, to, range }: Asked, lastData: number | null, now: number): Range {
  const span = { start: parseTime(from), end: parseTime(to) };
  if (span.end > span.start) return { ...fitted(span), preset: null };
  const preset = isPreset(range) ? range : '24h';
  const end = Math.ceil(Math.min(now, lastData === null ? now : lastData + MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  return { start: end - PRESETS[preset], end, preset };
}

/** Whole minutes, neither shorter nor longer than a chart can show. */
export function fitted({ start, end }: Span): Span {
  const length = Math.min(LONGEST_MS, Math.max(LEAST_MS, end - start));
  const middle = (start + end) / 2;
  const first = Math.floor((middle - length / 2) / MINUTE_MS) * MINUTE_MS;
  return { start: first, end: Math.ceil((first + length) / MINUTE_MS) * MINUTE_MS };
}

/** Moved by a part of its length, or stretched around its middle. */
export const moved = ({ start, end }: Span, part: number): Span => ({
  start: start + (end - start) * part,
  end: end + (end - start) * part,
});

export function stretched({ start, end }: Span, factor: number): Span {
  const middle = (start + end) / 2;
  const half = ((end - start) / 2) * factor;
  return { start: middle - half, end: middle + half };
}

/** A span with something before and after, to compare: half its length, at least an hour, at most twelve. */
export function around({ start, end }: Span): Span {
  const more = Math.min(12 * HOUR_MS, Math.max(HOUR_MS, (end - start) / 2));
  return { start: start - more, end: end + more };
}

/** As the address holds it. */
export const spanParams = (span: Span) => {
  const { start, end } = fitted(span);
  return { from: minuteText(start), to: minuteText(end) };
};
