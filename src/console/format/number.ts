/** Numbers as the console shows them. The value as received stays reachable in a tooltip. */

export { numberText, unitText } from '../../model/judged-text.ts';

/** Counters: `12,345`. */
export function countText(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
