import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { isUsable } from '../../model/flag.ts';
import { decimalsOf } from '../../statistics/decimals.ts';
import { historyDays } from '../params.ts';

/** How far decimals are looked for. */
export const MOST_DECIMALS = 6;

/** A value as it was written. */
export interface Written {
  minute: number;
  value: number;
  /** power of ten, as a place: an instrument of five significant digits writes 0.85766 and 101.62 */
  size: number;
  decimals: number;
}

/** Powers of ten that are told apart: from 0.0001 on; what lies beyond is counted with the last of them. */
const SIZES = 12;
const FIRST_POWER = -4;
const COLUMNS = MOST_DECIMALS + 1;

/** What comes of a stopped plant, of service and of a marked state is not what the channel writes when it measures. */
const NOT_MEASURING = MarkBit.STOPPED | MarkBit.INVALID | MarkBit.EXEMPT | MarkBit.OVER_CAP;

/**
 * A day's minute values as they were reported, usable and under no mark, wherever they differ from the one before: a
 * value that is held was written once, and zero has no decimals to tell of.
 */
export function* writtenOn(day: DayView, factor: string): Generator<Written> {
  const column = day.reported(factor, 'minute', 'avg');
  if (!column) return;
  const { values, flags } = column;
  const marked = day.minutesMarked(NOT_MEASURING, factor);
  let before = Number.NaN;
  for (let minute = 0; minute < values.length; minute++) {
    const value = values[minute]!;
    if (Number.isNaN(value) || !isUsable(flags[minute]!) || marked[minute]) continue;
    if (value !== before && value !== 0)
      yield { minute, value, size: sizeOf(value), decimals: decimalsOf(value, MOST_DECIMALS) };
    before = value;
  }
}

/** Where each size after the first begins. Counted, for a logarithm of every value is half of what the detector costs. */
const BEGINS = Array.from({ length: SIZES - 1 }, (_, k) => 10 ** (FIRST_POWER + 1 + k));

function sizeOf(value: number): number {
  const v = Math.abs(value);
  let size = 0;
  while (size < BEGINS.length && v >= BEGINS[size]!) size++;
  return size;
}

/** How many values of a day have a size and at least so many decimals: size, decimals, count by turns, to stay small. */
type Tally = readonly number[];

const NOTHING: Tally = [];

function tallyOf(view: WindowView, dayNo: number, factor: string): Tally {
  return view.profile(dayNo, `written/${factor}`, (day) => {
    const counts = new Uint16Array(SIZES * COLUMNS);
    for (const { size, decimals } of writtenOn(day, factor)) {
      for (let d = 0; d <= decimals; d++) counts[size * COLUMNS + d]!++;
    }
    const used = [...counts.keys()].filter((at) => counts[at]! > 0);
    return used.length === 0 ? NOTHING : used.flatMap((at) => [Math.floor(at / COLUMNS), at % COLUMNS, counts[at]!]);
  });
}

/** How numbers of one size were written in the days before. */
export interface Habit {
  /** more decimals than these were not usual */
  decimals: number;
  /** values that were seen, and how many of them had more decimals all the same */
  values: number;
  finer: number;
}

/** What makes a habit: parameters of the rule. */
export const habit = {
  historyDays: historyDays(3, 14),
  knownDays: z
    .number()
    .int()
    .min(1)
    .describe('其中须有这么多天只用这些小数位 / of which so many must have kept to these decimals'),
  known: z
    .number()
    .int()
    .min(1)
    .describe(
      '且这些天同一数量级的数值须有此个数，否则不判断 / with so many values of the same power of ten, else nothing is said',
    ),
  usual: z
    .number()
    .positive()
    .max(1)
    .describe(
      '一日内同一数量级的数值有此比例小数位更多，当日即算越出 / share of a day’s values of one power of ten with more decimals, from which on the day went beyond',
    ),
  usualDays: z
    .number()
    .int()
    .min(1)
    .describe(
      '有这么多天越出，则更多小数位也属平常 / days that went beyond, from which on more decimals are usual too',
    ),
};
export type HabitTerms = z.output<z.ZodObject<typeof habit>>;

/**
 * The habits of a channel by size of number; undefined for sizes of which too little was seen to tell. The fewest decimals
 * count that enough days kept to, with enough values, and that hardly any day went beyond: what was done on a day or two
 * is no habit, and no reason to forget one.
 */
export function habitsOf(view: WindowView, factor: string, terms: HabitTerms): (Habit | undefined)[] {
  const days = Array.from({ length: terms.historyDays }, (_, k) => tallyOf(view, view.days.from - 1 - k, factor))
    .filter((tally) => tally.length > 0)
    .map(atLeast);
  if (days.length < terms.knownDays) return [];
  return Array.from({ length: SIZES }, (_, size): Habit | undefined => {
    const seen = days
      .map((counts) => counts.subarray(size * COLUMNS, (size + 1) * COLUMNS))
      .filter(([all]) => all! > 0);
    for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
      const kept = seen.filter((counts) => (counts[decimals + 1] ?? 0) < terms.usual * counts[0]!);
      const enough = kept.length >= terms.knownDays && sum(kept, 0) >= terms.known;
      if (!enough || seen.length - kept.length >= terms.usualDays) continue;
      return { decimals, values: sum(seen, 0), finer: sum(seen, decimals + 1) };
    }
    return undefined;
  });
}

/** A tally as a table: rows by size, columns by decimals. */
function atLeast(tally: Tally): Uint16Array {
  const counts = new Uint16Array(SIZES * COLUMNS);
  for (let i = 0; i < tally.length; i += 3) counts[tally[i]! * COLUMNS + tally[i + 1]!] = tally[i + 2]!;
  return counts;
}

const sum = (days: readonly Uint16Array[], column: number) =>
  days.reduce((total, counts) => total + (counts[column] ?? 0), 0);
