import { z } from 'zod';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { baselineOf } from '../../statistics/robust-baseline.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { courseOf, memory, sameLoad, tolerance } from './hours.ts';

/**
 * Hours far from what is usual at this time of day and this load: median and MAD (Hampel 1974) of comparable hours of the
 * days before, and beyond all of them. For attention only; sees no slow change (`level-drift`) and no odd course within
 * the usual range (`unusual-course`).
 *
 * Innocent causes that do not raise it: calibration and blow-back (medians of hours, unusable samples left out), marked
 * stops and starts, another load, values about the detection limit, fewer days than are needed.
 */
export default defineDetector({
  title: { zh: '同时刻同负荷下的异常小时', en: 'Hours unlike those at this time of day and load' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    ...memory,
    around: z
      .number()
      .int()
      .min(0)
      .max(12)
      .describe('同时刻前后几小时视为同时刻 / hours before and after that count as the same time of day'),
    comparable: z.number().int().min(10).describe('须有的可比小时数 / comparable hours that are needed'),
    sigmas: z.number().positive().describe('偏离中位数达离散度的倍数 / spreads by which an hour lies off the median'),
    least: z.number().min(0).describe('且偏离达中位数的此比例 / and by this share of the median'),
    hours: z.number().int().min(1).max(24).describe('须连续的小时数 / hours in a row'),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const course = courseOf(view, factor, params);
      if (!course) return [];
      const judged = Array.from({ length: 24 }, (_, h) => judge(h));
      const claims: Claim[] = [];
      for (let from = 0; from < 24; from++) {
        let to = from;
        while (to < 24 && judged[to]!.side !== 0 && judged[to]!.side === judged[from]!.side) to++;
        if (to === from) continue;
        if (to - from >= params.hours) claims.push(claim(factor, from, to));
        from = to - 1;
      }
      return claims;

      function judge(h: number): { side: number; off: number; center: number } {
        const { values, today } = course!;
        const none = { side: 0, off: 0, center: Number.NaN };
        const value = values[today + h]!;
        if (Number.isNaN(value)) return none;
        const others: number[] = [];
        for (let day = 0; day < today; day += 24) {
          for (let k = day + h - params.around; k <= day + h + params.around; k++) {
            if (k < 0 || k >= today || Number.isNaN(values[k]!)) continue;
            if (sameLoad(course!, today + h, k, params.loadShare)) others.push(values[k]!);
          }
        }
        if (others.length < params.comparable) return none;
        // most hours lie within what was seen, and need no baseline
        if (others.some((one) => one <= value) && others.some((one) => one >= value)) return none;
        const { center, spread } = baselineOf(others);
        const room = Math.max(params.sigmas * spread, tolerance(view, factor, center, params));
        const off = value - center;
        return { side: Math.abs(off) > room ? Math.sign(off) : 0, off, center };
      }

      function claim(code: string, from: number, to: number): Claim {
        const worst = judged.slice(from, to).reduce((a, b) => (Math.abs(b.off) > Math.abs(a.off) ? b : a));
        return {
          factor: code,
          start: view.start + from * HOUR_MS,
          end: view.start + to * HOUR_MS,
          value: tidy(worst.center + worst.off),
          limit: null,
          unit: factorUnit(code) || null,
          facts: { comparedWith: tidy(worst.center), historyDays: params.historyDays },
        };
      }
    });
  },
});
