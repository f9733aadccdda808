import { z } from 'zod';
import { lagMs } from '../../ledger/column.ts';
import { MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Values that were sent before and were sent again lower (F23; 175号 Art. 4(11), 4(13)). The ledger judges the first
 * value and keeps every later one beside it.
 *
 * Innocent causes that do not raise it: repeats of the same value, other rounding (`relative`), a few corrections
 * (`slots`), corrections in both directions (`lower`).
 */
export default defineDetector({
  title: { zh: '历史数据被改写', en: 'Earlier data sent again with lower values' },
  window: 'day',
  params: z.strictObject({
    factors,
    relative: z
      .number()
      .min(0)
      .max(1)
      .describe('另一种修约可以解释的相对差 / relative difference that another rounding explains'),
    slots: z.number().int().min(1).describe('一日内被改写的分钟数 / minutes of the day that were rewritten'),
    lower: z.number().min(0).max(1).describe('其中变低的比例 / share of them that became lower'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor): Claim[] => {
      const column = day.reported(factor, 'minute', 'avg');
      const rewrites = (column?.versions ?? []).flatMap(({ slot, value, lag }) => {
        const first = column!.values[slot]!;
        const change = value - first;
        return Math.abs(change) > params.relative * Math.abs(first) ? [{ slot, first, value, change, lag }] : [];
      });
      const slots = [...new Set(rewrites.map(({ slot }) => slot))].sort((a, b) => a - b);
      const lower = rewrites.filter(({ change }) => change < 0);
      if (slots.length < params.slots || lower.length < params.lower * rewrites.length) return [];
      const sum = (of: (one: (typeof rewrites)[number]) => number) => rewrites.reduce((n, one) => n + of(one), 0);
      const latest = Math.max(...rewrites.map(({ slot, lag }) => day.start + slot * MINUTE_MS + lagMs(lag)));
      return [
        {
          factor,
          start: day.start + slots[0]! * MINUTE_MS,
          end: day.start + (slots.at(-1)! + 1) * MINUTE_MS,
          value: tidy(sum(({ value }) => value) / rewrites.length),
          limit: null,
          unit: factorUnit(factor) || null,
          facts: {
            comparedWith: tidy(sum(({ first }) => first) / rewrites.length),
            minutes: slots.length,
            lowerPercent: tidy((100 * lower.length) / rewrites.length),
            sentAgain: minuteText(latest),
            rows: rewrites
              .slice(0, 100)
              .map(({ slot, first, value }) => [minuteText(day.start + slot * MINUTE_MS), tidy(first), tidy(value)]),
            ...evidence(params.score, [`emission/${factor}`, 'time'], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  { zh: '差异大于修约，且绝大多数改低', en: 'more than rounding, and nearly all became lower' },
  { zh: '原值与改后值都已保存', en: 'the first and the later values are both kept' },
];
