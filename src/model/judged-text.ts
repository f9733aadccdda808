/** Judged values as people read them, on screen and on paper. The value as received stays reachable in a tooltip. */
import type { Text } from './text.ts';
import { printedUnit } from './units.ts';

/** `1284.6`, `87.3`, `8.125`, `0.052`: four significant figures or so, no trailing zeros, no digit grouping. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '—';
  const size = Math.abs(value);
  const places = size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4;
  const text = value.toFixed(places);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

export const unitText = (unit: string | null): string => (unit === null ? '' : printedUnit(unit));

/**
 * How far a value lies above its limit, as a multiple: 超标倍数 = value / limit − 1, the figure penalty decisions use.
 * Defined here once and used wherever the console says `超 … 倍`. `null` where it has no meaning.
 */
export function exceedanceRatio(value: number | null, limit: number | null): number | null {
  if (value === null || limit === null || !(limit > 0)) return null;
  return value / limit - 1;
}

/** Two decimals; more where two would say `0`, so that a small exceedance never reads as none. */
export function ratioText(ratio: number): string {
  for (let places = 2; places <= 4; places++) {
    const text = ratio.toFixed(places);
    if (Number(text) !== 0) return text;
  }
  return ratio === 0 ? '0' : ratio.toExponential(1);
}

export interface Judged {
  value: number | null;
  limit: number | null;
  unit: string | null;
  /** what was judged: a furnace temperature has a floor, everything else a ceiling */
  kind: string;
}

export interface JudgedText {
  value: string;
  unit: string;
  limit: string | null;
  /** above a ceiling: the multiple */
  over: string | null;
  /** below a floor: the difference, in the unit of the value */
  under: string | null;
}

/** Units of counts and durations: being beyond them is no multiple of a limit. */
const COUNTED: ReadonlyMap<string, Text> = new Map([
  ['slots', { zh: '次', en: 'slots' }],
  ['d', { zh: '天', en: 'd' }],
  ['h', { zh: '小时', en: 'h' }],
  ['min', { zh: '分钟', en: 'min' }],
]);

/** A unit as a word of the reader where it counts, otherwise as the standards print it. */
export const unitName = (say: (text: Text) => string, unit: string | null): string => {
  const counted = COUNTED.get(unit ?? '');
  return counted ? say(counted) : unitText(unit);
};

/** `null` where the alert has no value. */
export function judged({ value, limit, unit, kind }: Judged): JudgedText | null {
  if (value === null) return null;
  const ratio = COUNTED.has(unit ?? '') ? null : exceedanceRatio(value, limit);
  const floor = kind === 'temperature' && unitText(unit) === '℃';
  return {
    value: numberText(value),
    unit: unitText(unit),
    limit: limit === null ? null : numberText(limit),
    over: !floor && ratio !== null && ratio > 0 ? ratioText(ratio) : null,
    under: floor && limit !== null && value < limit ? numberText(limit - value) : null,
  };
}
