import { printedUnit } from '../../model/units.ts';

/** Numbers as the console shows them. The value as received stays reachable in a tooltip. */

/** `1284.6`, `87.3`, `8.125`, `0.052`: four significant figures or so, no trailing zeros, no digit grouping. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '—';
  const size = Math.abs(value);
  const places = size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4;
  const text = value.toFixed(places);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

/** Counters: `12,345`. */
export function countText(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

export const unitText = (unit: string | null): string => (unit === null ? '' : printedUnit(unit));
