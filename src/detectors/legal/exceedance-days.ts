import { z } from 'zod';
import { dateText, dayOf, dayStart } from '../../model/beijing.ts';
import { defineDetector } from '../detector.ts';

/** Days of exceedance of one furnace in a natural month reach the ladder's rung (MEE Order 10, Art. 10; WTE-02). */
export default defineDetector({
  title: { zh: '月内超标天数达到阶梯', en: 'Days of exceedance in the month reach the ladder' },
  window: 'month',
  params: z.strictObject({
    counts: z.string().describe('统计哪条规则的天数 / id of the rule whose days are counted'),
    days: z.number().int().min(1).max(31).describe('达到此天数（含） / the rung: this many days or more'),
  }),
  evaluate(view, { counts, days }) {
    const dates = [...new Set(view.findings(counts).map((finding) => dayOf(finding.from)))].sort((a, b) => a - b);
    if (dates.length < days) return [];
    const month = dateText(view.days.from).slice(0, 7);
    return [
      {
        factor: null,
        asOf: dayStart(dates.at(-1)! + 1),
        value: dates.length,
        limit: days,
        unit: 'd',
        facts: { act: `${view.outlet.id}/${month}`, month, dates: dates.map(dateText) },
      },
    ];
  },
});
