import { z } from 'zod';
import { waterDay } from '../../ledger/water.ts';
import { dateText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, waterValidity } from '../params.ts';

/** A day of waste water that cannot be judged: too few of the readings due are valid (HJ 356-2019; VAL-04). */
export default defineDetector({
  title: { zh: '废水日数据无效', en: 'Day of waste water not valid' },
  window: 'day',
  params: z.strictObject({ factors, ...waterValidity }),
  evaluate(view, params) {
    const shown = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      if (!shown.due.has(factor)) return [];
      const day = waterDay(shown, factor, params);
      if (day.valid || day.dueHours === 0) return [];
      return [
        {
          factor,
          value: day.validHours,
          limit: tidy(params.minShare * day.dueHours),
          unit: 'h',
          informational: true,
          facts: { date: dateText(shown.day), dueHours: day.dueHours, dryHours: day.dryHours, lost: day.lost },
        },
      ];
    });
  },
});
