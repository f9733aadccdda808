import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { dateText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, validity } from '../params.ts';

/** A day that cannot be judged, since too few of its hours are valid (HJ 75-2017, HJ 76-2017 App. B; VAL-01). */
export default defineDetector({
  title: { zh: '日数据无效', en: 'Day not valid' },
  window: 'day',
  params: z.strictObject({ factors, ...validity }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      if (!day.due.has(factor) || day.stoppedMinutes === 1440) return [];
      const { raw } = adjudicate(day, factor, params);
      if (raw.valid) return [];
      return [
        {
          factor,
          value: raw.validHours,
          limit: tidy((params.minHours / 24) * raw.dueHours),
          unit: 'h',
          informational: true,
          facts: { date: dateText(day.day), dueHours: tidy(raw.dueHours) },
        },
      ];
    });
  },
});
