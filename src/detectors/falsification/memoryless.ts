import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors, historyDays } from '../params.ts';
import { BLOCK_HOURS, BLOCKS, blockRuns, blocksOf, usualOf } from './blocks.ts';

/**
 * Minute values that do not remember the minute before, where they always did (toolbox T13; F20: a program invents values
 * within a band). A gas cell, a sample line and a furnace all answer with delay, so neighbouring minutes are alike: the
 * lag-1 autocorrelation of blocks of four hours is held against the outlet's own.
 *
 * Innocent causes that do not raise it: a quiet signal of which only the noise of the instrument is left (the steps from
 * minute to minute must be as large as usual), a channel that is noise at all times (compared with its own past), values
 * at rest, records coarser than minutes. Blind to invented values that are smoothed, for which see `too-smooth`.
 */
export default defineDetector({
  title: { zh: '数据没有记忆', en: 'Values that do not remember' },
  window: 'day',
  lookbackDays: 21,
  params: z.strictObject({
    factors,
    below: z.number().max(1).describe('相邻分钟的相关系数低于此值 / correlation of neighbouring minutes below this'),
    usual: z.number().max(1).describe('而平常至少为此值 / where it usually is at least this'),
    roughness: z
      .number()
      .positive()
      .describe(
        '分钟波动不小于平常的此倍数 / the steps from minute to minute are at least so many times the usual ones',
      ),
    complete: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '时段内应有的相邻分钟对比例 / share of the pairs of neighbouring minutes of a block that must be there',
      ),
    days: z.number().int().min(2).describe('须已知的历史天数 / days of blocks that must be known'),
    historyDays: historyDays(2, 21),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const of = (day: number) =>
        view.profile(day, `memory/${factor}/${params.complete}`, (one) => memoryOf(one, factor, params.complete));
      const earlier = Array.from({ length: params.historyDays }, (_, k) => of(view.days.from - 1 - k))
        .flat()
        .filter((r) => !Number.isNaN(r));
      if (earlier.length < params.days * BLOCKS || median(earlier) < params.usual) return [];
      const rough = usualOf(view, factor, { historyDays: params.historyDays, gap: 0 }, 'roughness');
      const today = of(view.days.from);
      const blocks = blocksOf(view, view.days.from, factor);
      const passes = today.map(
        (r, b) => r < params.below && blocks[b]!.roughness >= params.roughness * rough.center && rough.center > 0,
      );
      return blockRuns(view, passes).map(({ from, to, start, end }) => ({
        factor,
        start,
        end,
        value: tidy(Math.max(...today.slice(from, to))),
        limit: params.below,
        unit: null,
        facts: {
          usualCorrelation: tidy(median(earlier)),
          hours: (to - from) * BLOCK_HOURS,
          ...evidence(params.score, [`emission/${factor}`], AGAINST),
        },
      }));
    });
  },
});

const AGAINST = [
  {
    zh: '分钟波动不小于平常，不是只剩仪器噪声',
    en: 'the steps are as large as usual: more than the noise that is left of a quiet signal',
  },
  { zh: '平时相邻分钟相关', en: 'usually neighbouring minutes of this channel are alike' },
];

/** Lag-1 autocorrelation of each block of four hours; NaN where less than `complete` of it is there. */
function memoryOf(day: DayView, factor: string, complete: number): number[] {
  const { step, values } = day.samples(factor);
  const size = BLOCK_HOURS * 60;
  return Array.from({ length: BLOCKS }, (_, b) => {
    let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
    for (let m = b * size + 1; m < (b + 1) * size; m++) {
      const [x, y] = [values[m - 1]!, values[m]!];
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      n++;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    const spread = (n * sxx - sx * sx) * (n * syy - sy * sy);
    return step === 1 && n >= complete * size && spread > 0 ? (n * sxy - sx * sy) / Math.sqrt(spread) : Number.NaN;
  });
}
