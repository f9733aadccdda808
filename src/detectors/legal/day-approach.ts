import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { dateText, HOUR_MS } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, validity } from '../params.ts';

/**
 * The mean of the day so far comes near the daily limit while there is still time to act (regulations §3, L0). Says
 * nothing once the limit itself is passed and the day is over: then the daily-mean rule speaks.
 */
export default defineDetector({
  title: { zh: '日均值逼近限值', en: 'Daily mean approaching the limit' },
  window: 'hour',
  limit: 'day',
  params: z.strictObject({
    factors,
    ...validity,
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('达到限值的此比例起预警 / share of the limit from which on the plant is warned'),
    afterHours: z
      .number()
      .int()
      .min(1)
      .max(24)
      .describe('有效小时不足此数时不说 / valid hours before which nothing is said'),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      const bound = day.limit(factor, 'day');
      if (!bound) return [];
      const { judged, judgedHours } = adjudicate(day, factor, params);
      const { values } = judgedHours;
      const closed = [...values.keys()].filter((h) => day.start + (h + 1) * HOUR_MS <= view.until);
      const valid = closed.map((h) => values[h]!).filter((value) => !Number.isNaN(value));
      if (valid.length < params.afterHours) return [];
      const mean = valid.reduce((sum, value) => sum + value, 0) / valid.length;
      const over = view.until >= day.end && exceeds(judged.value, bound.limit.value);
      if (over || !exceeds(mean, bound.limit.value * params.share)) return [];
      return [
        {
          factor,
          value: tidy(mean),
          limit: bound.limit.value,
          unit: bound.limit.unit,
          informational: true,
          facts: { date: dateText(day.day), hours: valid.length },
        },
      ];
    });
  },
});
