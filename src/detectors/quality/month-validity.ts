import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { civil, dateText, dayOf } from '../../model/beijing.ts';
import { defineDetector } from '../detector.ts';
import { factors, validity } from '../params.ts';

/**
 * A month that has no valid mean, since too few of its days are valid (HJ 76-2017 App. B; VAL-01): told as soon as more
 * days are lost than a valid month of that length may lose. Days wholly under 停运 and days before the first data are
 * not lost.
 */
export default defineDetector({
  title: { zh: '月数据无效', en: 'Month not valid' },
  window: 'month',
  params: z.strictObject({
    factors,
    ...validity,
    days: z.number().int().min(1).max(30).describe('一个有效月需要的有效天数 / valid days that a month needs'),
    february: z.number().int().min(1).max(28).describe('二月需要的有效天数 / valid days that February needs'),
  }),
  evaluate(view, params) {
    const { days } = view;
    const until = Math.min(days.to, dayOf(view.until));
    const needed = civil(days.from).month === 2 ? params.february : params.days;
    const mayLose = days.to - days.from - needed;
    return params.factors.flatMap((factor) => {
      const lost: string[] = [];
      let valid = 0;
      for (let day = Math.max(days.from, dayOf(view.firstAt)); day < until; day++) {
        const state = view.profile(day, `day-validity/${factor}/${params.minMinutes}/${params.minHours}`, (shown) => {
          if (!shown.due.has(factor) || shown.stoppedMinutes === 1440) return 'not-due';
          return adjudicate(shown, factor, params).raw.valid ? 'valid' : 'lost';
        });
        if (state === 'valid') valid++;
        if (state === 'lost') lost.push(dateText(day));
      }
      if (lost.length <= mayLose) return [];
      return [
        {
          factor,
          value: valid,
          limit: needed,
          unit: 'd',
          informational: true,
          facts: { month: dateText(days.from).slice(0, 7), lostDays: lost.length, mayLose, lost },
        },
      ];
    });
  },
});
