/** A judged value in the house order: value, unit, limit, ratio. */
import type { Text } from '../../model/text.ts';
import { numberText, unitText } from './number.ts';
import { exceedanceRatio, ratioText } from './ratio.ts';

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
