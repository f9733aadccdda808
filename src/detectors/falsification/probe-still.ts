import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';
import { BLOCK_HOURS, BLOCKS, blockRuns, memory } from './blocks.ts';

/**
 * A probe of the stream hardly moves for hours, against its own history: it may stand in a bucket or under a cap (T14
 * "pH flat"; F01, Wuhan 2024: the probe in a bucket). The inner four fifths of the values of four hours are compared.
 *
 * Innocent causes: a probe that fails or a flow cell without flow stand still as well, so the score stays below a case
 * for review by itself; water that is always that even (the usual range is then as small); a stop of the discharge.
 */
export default defineDetector({
  title: { zh: '探头读数静止', en: 'A probe that hardly moves' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    factors,
    ratio: z
      .number()
      .positive()
      .max(1)
      .describe('四小时内的变化幅度低于平常的此比例 / range within four hours below this share of the usual one'),
    coarsest,
    flow: z.string().describe('须有流量的因子 / factor that must not be zero'),
    ...memory,
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const of = (day: number) =>
        view.profile(day, `range/${factor}/${params.coarsest}`, (one) => rangesOf(one, factor, params.coarsest));
      const known = Array.from({ length: params.historyDays - params.gap }, (_, i) =>
        of(view.days.from - params.gap - 1 - i),
      )
        .flat()
        .filter((range) => !Number.isNaN(range));
      const usual = median(known);
      if (known.length < params.days * BLOCKS || !(usual > 0)) return [];
      const ranges = of(view.days.from);
      const flow = view.day(view.days.from).samples(params.flow);
      const flows = (b: number) => {
        const size = (BLOCK_HOURS * 60) / flow.step;
        return flow.values.subarray(b * size, (b + 1) * size).every((value) => !(value <= 0));
      };
      return blockRuns(
        view,
        ranges.map((range, b) => range < params.ratio * usual && flows(b)),
      )
        .filter(({ from, to }) => to - from >= params.blocks)
        .map(({ from, to }) => {
          const widest = Math.max(...ranges.slice(from, to));
          return {
            factor,
            start: view.start + from * BLOCK_HOURS * HOUR_MS,
            end: view.start + to * BLOCK_HOURS * HOUR_MS,
            value: tidy(widest),
            limit: null,
            unit: factorUnit(factor) || null,
            facts: {
              comparedWith: tidy(usual),
              percent: tidy((100 * widest) / usual),
              ...evidence(params.score, [`emission/${factor}`], AGAINST),
            },
          };
        });
    });
  },
});

const AGAINST = [
  { zh: '同期有流量，不是停排', en: 'water flows meanwhile' },
  {
    zh: '未能核查：探头是否故障、流通池是否断流',
    en: 'not looked at: whether the probe fails or its cell has no flow',
  },
];

/**
 * Range of the inner four fifths of each block, which a spike does not widen; NaN where fewer than half of its samples
 * are usable.
 */
function rangesOf(day: DayView, factor: string, coarsest: number): number[] {
  const { step, values } = day.samples(factor);
  const size = (BLOCK_HOURS * 60) / step;
  return Array.from({ length: BLOCKS }, (_, b) => {
    const there = values
      .slice(b * size, (b + 1) * size)
      .filter((value) => !Number.isNaN(value))
      .sort();
    if (step > coarsest || there.length * 2 < size) return Number.NaN;
    return there[Math.floor(0.9 * (there.length - 1))]! - there[Math.floor(0.1 * (there.length - 1))]!;
  });
}
