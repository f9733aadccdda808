import { EARLIEST_MS, HOUR_MS, parseTime } from '../../../model/beijing.ts';
import type { TimeForm } from './schema.ts';

/** Spreadsheets and loggers write `2026/3/1 8:05`, `2026年3月1日 8时5分`, `20260301080500`. */
const LOOSE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]?(\d{1,2})[:时](\d{1,2})(?:(?:[:分](\d{1,2}))(\.\d+)?秒?|分)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const STAMP = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\d{3})?)?)?()()?$/;
const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

const REMEMBERED = 4096;

/**
 * Reads times of one form: epoch ms, NaN for what is no time or lies before 1992. Neighbouring records mostly carry
 * the same one, so texts are remembered.
 */
export function timeReader(form: TimeForm): (said: unknown) => number {
  if (form === 's' || form === 'ms') {
    const unit = form === 's' ? 1000 : 1;
    return (said) => {
      const at = typeof said === 'number' ? said * unit : typeof said === 'string' && said !== '' ? +said * unit : NaN;
      return at >= EARLIEST_MS && at < 8.64e15 ? Math.round(at) : NaN;
    };
  }
  const known = new Map<string, number>();
  const ahead = form === 'utc' ? 8 * HOUR_MS : 0;
  let last = '';
  let lastAt = NaN;
  return (said) => {
    if (said === last) return lastAt;
    const text = typeof said === 'string' ? said : typeof said === 'number' ? String(said) : '';
    let at = known.get(text);
    if (at === undefined) {
      at = textTime(text.trim());
      if (!ZONE.test(text) || DAY_ONLY.test(text)) at += ahead;
      if (!(at >= EARLIEST_MS)) at = NaN;
      if (known.size >= REMEMBERED) known.clear();
      if (text.length < 64) known.set(text, at);
    }
    last = text;
    lastAt = at;
    return at;
  };
}

function textTime(text: string): number {
  const at = parseTime(text);
  if (!Number.isNaN(at)) return at;
  const found = LOOSE.exec(text) ?? STAMP.exec(text);
  if (!found) return NaN;
  const [, year, month, date, h = '0', m = '0', s = '0', fraction = '', zone = ''] = found;
  const two = (part: string) => part.padStart(2, '0');
  return parseTime(`${year}-${two(month!)}-${two(date!)} ${two(h)}:${two(m)}:${two(s)}${fraction ?? ''}${zone ?? ''}`);
}
