import { z } from 'zod';
import { hourTallies } from '../../ledger/hour-tally.ts';
import { below, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors } from '../params.ts';
import { outlook, progress } from './quarter.ts';

/**
 * Quarterly valid-data capture rate (季度有效数据捕集率, HJ 75-2017; VAL-01): (quarter hours − stopped − invalid) /
 * (quarter hours − stopped). While the quarter runs, a rate below the target is told for information: at this pace it
 * will not be reached, or can no longer be.
 */
export default defineDetector({
  title: { zh: '季度有效数据捕集率', en: 'Quarterly valid-data capture rate' },
  window: 'quarter',
  params: z.strictObject({
    factors,
    minMinutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
    target: z
      .number()
      .min(0)
      .max(1)
      .describe('应有小时中有效小时应占的比例 / share of the due hours that must be valid'),
    afterHours: z.number().int().min(1).describe('应有小时不足此数时不提示 / due hours before which nothing is said'),
  }),
  evaluate(view, { minMinutes, target, afterHours, ...params }) {
    const quarter = progress(view);
    if (!quarter) return [];
    const owed = view.day(quarter.to - 1).due;
    return params.factors.flatMap((factor) => {
      if (!owed.has(factor)) return [];
      const { due, filedStop, valid } = hourTallies(view, quarter, factor, minMinutes);
      const rate = valid / due;
      if (due < afterHours || !below(rate, target)) return [];
      const best = (valid + quarter.hoursLeft) / (due + quarter.hoursLeft);
      const percent = (share: number) => tidy(share * 100);
      return [
        {
          factor,
          value: percent(rate),
          limit: percent(target),
          unit: '%',
          informational: !quarter.over,
          facts: {
            ...quarter.facts,
            outlook: outlook(quarter, best, target),
            dueHours: due,
            validHours: valid,
            invalidHours: due - valid,
            stoppedHours: filedStop,
            bestPossible: percent(best),
            steps: [
              {
                zh: '季度小时数减去停运小时为应有小时；每小时至少规定的有效分钟数为有效小时',
                en: 'quarter hours without stopped ones are due; an hour with enough usable minutes is valid',
                formula: 'a = (H − S − I) / (H − S)',
                inputs: { H: due + filedStop, S: filedStop, I: due - valid, minMinutes },
                output: percent(rate),
                unit: '%',
              },
            ],
          },
        },
      ];
    });
  },
});
