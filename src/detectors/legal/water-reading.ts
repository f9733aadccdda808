import { z } from 'zod';
import { waterHours } from '../../ledger/water.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { below, exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, waterReading } from '../params.ts';

/**
 * A reading of waste water beyond the limit of days. Never evidence by itself, since the limit is one of 24-h
 * composites (GB 18918-2002 4.1.4.2; LIM-03), but worth acting on when it repeats (regulations §3). Readings of hours
 * without discharge do not count, and break a row: of discharge in batches each begins anew.
 */
export default defineDetector({
  title: { zh: '废水读数超过日限值', en: 'Reading of waste water beyond the daily limit' },
  window: 'hour',
  limit: 'day',
  params: z.strictObject({ factors, ...waterReading }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      const bound = day.limit(factor, 'day');
      if (!bound) return [];
      const { min, value: max, unit } = bound.limit;
      return [...waterHours(day, factor, params.minMinutes).hours].flatMap((value, h) => {
        const start = day.start + h * HOUR_MS;
        const low = min !== undefined && below(value, min);
        if (start + HOUR_MS > view.until || (!low && !exceeds(value, max))) return [];
        return [
          {
            factor,
            start,
            end: start + HOUR_MS,
            value: tidy(value),
            limit: low ? min : max,
            unit,
            informational: true,
            facts: { hour: minuteText(start), limitSource: bound.limit.source },
          },
        ];
      });
    });
  },
});
