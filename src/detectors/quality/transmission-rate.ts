import { z } from 'zod';
import { percent, ratesOf, transmission } from '../../ledger/transmission.ts';
import { below } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors } from '../params.ts';
import { outlook, progress } from './quarter.ts';

const params = z.strictObject({
  factors,
  minMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
  target: z.number().min(0).max(1).describe('应达到的比例 / share that must be reached'),
  afterHours: z
    .number()
    .int()
    .min(1)
    .describe('因子应有小时不足此数时不提示 / due hours of a factor before which nothing is said'),
});
export type TransmissionParams = z.output<typeof params>;

/**
 * Effective transmission rate (有效传输率) of an outlet's hour values over a quarter (VAL-03), in both definitions: the
 * national one is transmission (received / due) × validity (valid / received), that of Zibo (2022, Art. 38(2)) is valid
 * values received / values due. Filed stops leave what is due, so the two agree; both are told with their numerators
 * and denominators. Judged over all factors together, each told beside it. While the quarter runs, for information.
 */
export default defineDetector({
  title: { zh: '有效传输率', en: 'Effective transmission rate' },
  window: 'quarter',
  params,
  evaluate(view, { factors: judged, minMinutes, target, afterHours }) {
    const quarter = progress(view);
    if (!quarter) return [];
    const { of, all } = transmission(view, quarter, judged, minMinutes);
    const tallies = [...of.values()];
    const longest = Math.max(0, ...tallies.map(({ due }) => due));
    const rates = ratesOf(all);
    if (longest < afterHours || !below(all.valid / all.due, target)) return [];
    const left = quarter.hoursLeft * tallies.length;
    const best = (all.valid + left) / (all.due + left);
    return [
      {
        factor: null,
        value: rates.national,
        limit: percent(target),
        unit: '%',
        informational: !quarter.over,
        facts: {
          ...quarter.facts,
          outlook: outlook(quarter, best, target),
          ...all,
          ...rates,
          bestPossible: percent(best),
          factors: Object.fromEntries([...of].map(([factor, tally]) => [factor, { ...tally }])),
          steps: [
            {
              zh: '国家定义：传输率 × 有效率',
              en: 'national definition: transmission × validity',
              formula: '(received / due) × (valid / received)',
              inputs: { ...all },
              output: rates.national,
              unit: '%',
            },
            {
              zh: '淄博定义：收到的有效小时值 / 应传输小时值',
              en: 'definition of Zibo: valid hour values received / hour values due',
              formula: 'valid / due',
              inputs: { ...all },
              output: rates.zibo,
              unit: '%',
            },
          ],
        },
      },
    ];
  },
});
