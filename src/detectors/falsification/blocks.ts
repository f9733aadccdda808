import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { median } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { HOUR_MS } from '../../model/beijing.ts';
import { historyDays } from '../params.ts';

/** Days cut into blocks of four hours, and what is usual for them: shared by detectors with a long memory. */
export const BLOCK_HOURS = 4;
export const BLOCKS = 24 / BLOCK_HOURS;

/** Parameters of a detector that compares blocks with those of the days before. */
export const memory = {
  blocks: z.number().int().min(1).max(BLOCKS).describe('连续的四小时时段数 / blocks of four hours in a row'),
  days: z.number().int().min(2).describe('须已知的历史天数 / days of blocks that must be known'),
  historyDays: historyDays(2, 30),
  gap: z
    .number()
    .int()
    .min(0)
    .describe('紧接时段之前、不用于学习的天数 / days just before the window that do not teach'),
};

/** What one block of a channel looks like; NaN where fewer than half of its samples are usable. */
export interface Block {
  median: number;
  /** median of the absolute differences between neighbouring samples */
  roughness: number;
  /** share of neighbouring samples that differ */
  moved: number;
}

const EMPTY: Block = { median: Number.NaN, roughness: Number.NaN, moved: 0 };

/** Blocks of a day of the window or before it, remembered. */
export function blocksOf(view: WindowView, day: number, factor: string): readonly Block[] {
  return view.profile(day, `blocks/${factor}`, (one) => cut(one, factor));
}

const EMPTY_DAY: readonly Block[] = Array.from({ length: BLOCKS }, () => EMPTY);

function cut(day: DayView, factor: string): readonly Block[] {
  if (day.page.channels === 0) return EMPTY_DAY;
  const { step, values } = day.samples(factor);
  // What a furnace does while it is started or let down is not what is usual.
  const states = day.minutesMarked(MarkBit.EXEMPT | MarkBit.OVER_CAP);
  const size = (BLOCK_HOURS * 60) / step;
  // Of hourly records a block has four; coarser ones cannot be cut.
  if (size < BLOCK_HOURS) return EMPTY_DAY;
  const there = new Float64Array(size);
  const steps = new Float64Array(size);
  return Array.from({ length: BLOCKS }, (_, b) => {
    let [n, pairs, moved, before] = [0, 0, 0, Number.NaN];
    for (let i = b * size; i < (b + 1) * size; i++) {
      const value = states[i * step] ? Number.NaN : values[i]!;
      if (!Number.isNaN(value)) there[n++] = value;
      const off = Math.abs(value - before);
      if (!Number.isNaN(off)) steps[pairs++] = off;
      if (off > 0) moved++;
      before = value;
    }
    if (n < size / 2) return EMPTY;
    return {
      median: median(there.subarray(0, n)),
      roughness: median(steps.subarray(0, pairs)),
      moved: moved / Math.max(1, pairs),
    };
  });
}

/** What is usual: median, scaled MAD and lowest of earlier values. */
export interface Usual {
  center: number;
  spread: number;
  lowest: number;
  n: number;
}

/** What of a block is compared. */
const MEASURES = {
  median: ({ median }: Block) => median,
  /** on the logarithm */
  level: ({ median }: Block) => Math.log(median),
  roughness: ({ roughness }: Block) => roughness,
};

/**
 * Worked out once for all rules that ask the same of one window.
 * @param gap days just before the window that do not teach: a change must not become usual before it was seen
 */
export function usualOf(
  view: WindowView,
  factor: string,
  { historyDays, gap }: { historyDays: number; gap: number },
  what: keyof typeof MEASURES,
): Usual {
  return view
    .day(view.days.from)
    .once(`usual-blocks/${what}/${factor}/${historyDays}/${gap}`, () =>
      usualBefore(view, factor, { historyDays, gap }, MEASURES[what]),
    );
}

function usualBefore(
  view: WindowView,
  factor: string,
  { historyDays, gap }: { historyDays: number; gap: number },
  of: (block: Block) => number,
): Usual {
  const seen: number[] = [];
  for (let back = gap + 1; back <= historyDays; back++) {
    for (const block of blocksOf(view, view.days.from - back, factor)) {
      const value = of(block);
      if (Number.isFinite(value)) seen.push(value);
    }
  }
  const center = median(seen);
  return {
    center,
    spread: 1.4826 * median(seen.map((value) => Math.abs(value - center))),
    lowest: Math.min(...seen),
    n: seen.length,
  };
}

/** Runs of blocks that pass, with where they begin and end, epoch ms. */
export function blockRuns(
  view: WindowView,
  passes: readonly boolean[],
): { from: number; to: number; start: number; end: number }[] {
  const runs: { from: number; to: number }[] = [];
  passes.forEach((pass, b) => {
    if (!pass) return;
    if (runs.at(-1)?.to === b) runs.at(-1)!.to = b + 1;
    else runs.push({ from: b, to: b + 1 });
  });
  const at = (b: number) => view.start + b * BLOCK_HOURS * HOUR_MS;
  return runs.map(({ from, to }) => ({ from, to, start: at(from), end: at(to) }));
}
