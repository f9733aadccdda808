import { z } from 'zod';
import { byPreceding, total } from '../../ledger/emission.ts';
import { FLOW, waterHours } from '../../ledger/water.ts';
import { dateText, dayOf } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, waterReading } from '../params.ts';

/** Days before the month in which preceding valid values are looked for. */
const LOOKBACK_DAYS = 31;

/**
 * Load of a month that is over, with missing hours substituted by the mean of as many preceding valid hours (HJ 356-2019;
 * VAL-04): a total, never for judging an exceedance. An hour's load is its reading times its flow (mg/L × L/s × 3600 s); where either is not
 * valid the load of the hour is substituted as a whole. Told where anything had to be substituted or could not be.
 */
export default defineDetector({
  title: { zh: '月排放量（含替代数据）', en: 'Load of a month with substituted hours' },
  window: 'month',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({ factors, ...waterReading }),
  evaluate(view, { minMinutes, ...params }) {
    const { from, to } = view.days;
    const owed = view.day(to - 1).due;
    if (dayOf(view.until) < to || !owed.has(FLOW)) return [];
    const begin = dayOf(view.firstAt);
    const first = Math.max(from - LOOKBACK_DAYS, begin);
    return params.factors.flatMap((factor) => {
      if (!owed.has(factor)) return [];
      const hours: (number | null)[] = [];
      for (let day = first; day < to; day++) {
        hours.push(
          ...view.profile(day, `load/${factor}/${minMinutes}`, (shown) => waterHours(shown, factor, minMinutes).loads),
        );
      }
      const sum = total(hours, byPreceding(hours), (Math.max(from, begin) - first) * 24);
      if (sum.substitutedHours + sum.lostHours === 0) return [];
      const kg = tidy(sum.measured + sum.substituted);
      return [
        {
          factor,
          value: kg,
          limit: null,
          unit: 'kg',
          informational: true,
          facts: {
            month: dateText(from).slice(0, 7),
            measuredKg: tidy(sum.measured),
            substitutedKg: tidy(sum.substituted),
            validHours: sum.validHours,
            substitutedHours: sum.substitutedHours,
            lostHours: sum.lostHours,
            steps: [
              {
                zh: '有效小时排放量 = 浓度 × 流量；连续缺失 n 小时，每小时取此前 n 个有效小时的平均值',
                en: 'valid hours: reading × flow; of n missing hours in a row each counts as the mean of the n valid ones before',
                formula: 'ΣC·Q + Σn·mean(last n)',
                inputs: { measuredKg: tidy(sum.measured), substitutedHours: sum.substitutedHours },
                output: kg,
                unit: 'kg',
              },
            ],
          },
        },
      ];
    });
  },
});
