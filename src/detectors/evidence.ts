import { z } from 'zod';
import type { Facts } from '../model/alert.ts';
import type { Text } from '../model/text.ts';

/** How much a signal of suspected falsification weighs: 1 = enough for a lead by itself (falsification.md §4). */
export const score = z
  .number()
  .min(0)
  .max(1)
  .describe('作为证据的分值；1 分单独即可形成线索 / weight as evidence; 1 is enough for a lead by itself');

/**
 * The facts by which signals are weighed together (falsification.md §0): what the signal rests on, and what was looked
 * at that could explain it innocently. Two signals that rest on the same layer count once.
 * @param layers `emission/a21002`, `process`, `power`, `marks`, `time` …
 */
export function evidence(weight: number, layers: readonly string[], against: readonly Text[]): Facts {
  return { score: weight, layers: [...layers], against: against.map(({ zh, en }) => ({ zh, en })) };
}

/** The layer of a factor: its own sensor on the emission side (HJ 212 a2…, a3…), else the process as a whole. */
export const layerOf = (factor: string): string => (/^a[23]/.test(factor) ? `emission/${factor}` : 'process');

/** Texts one after the other, as each language does it. */
export const listed = (texts: readonly Text[]): { zh: string; en: string } => ({
  zh: texts.map(({ zh }) => zh).join('、'),
  en: texts.map(({ en }) => en).join(', '),
});

/** A figure with its unit, short enough to read. */
export const shown = (value: number, unit: string | null): string =>
  `${Number(value.toPrecision(4))}${unit ? ` ${unit.replace('m3', 'm³')}` : ''}`;
