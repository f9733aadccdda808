import { z } from 'zod';
import { dateText, HOUR_MS, quarterOf } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';

/**
 * Quarter after quarter the hours of a capped group of marks land just at the cap and not beyond it (falsification F35:
 * the total lands at 29 to 30 h; T4). Once is chance; so many in a row were steered. Look-alikes: a plant with a
 * maintenance plan of few, long services; that is why this weighs little by itself. Blind to hours taken when values are
 * high: for that see `event-at-peak` on maintenance. Speaks once a quarter is over.
 */
export default defineDetector({
  title: { zh: '维护时长季季贴近上限', en: 'Marks land at their cap every quarter' },
  window: 'quarter',
  params: z.strictObject({
    group: z.string().describe('标记规则中的标记组 / mark group of the policy'),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('达到上限的这一比例即为贴近 / share of the cap from which on a quarter lands at it'),
    quarters: z.number().int().min(2).describe('连续季度数 / quarters in a row'),
    score,
  }),
  evaluate(view, { group: id, share, quarters, score: weight }) {
    const group = view.marks.policy.groups.find((g) => g.id === id);
    if (!group || group.capHours === undefined || group.per !== 'quarter' || view.until < view.end) return [];
    const hours: number[] = [];
    let day = view.days.from;
    for (let q = 0; q < quarters; q++) {
      const quota = view.marks.quota(group, day)[0];
      if (!quota || quota.usedMs < share * group.capHours * HOUR_MS || Number.isFinite(quota.cutoff)) return [];
      hours.unshift(tidy(quota.usedMs / HOUR_MS));
      day = quarterOf(day - 1).from;
    }
    return [
      {
        factor: null,
        value: hours.at(-1)!,
        limit: group.capHours,
        unit: 'h',
        facts: {
          group: id,
          quarter: `${dateText(view.days.from)}/${dateText(view.days.to)}`,
          hours,
          quarters,
          ...evidence(weight, ['marks'], []),
        },
      },
    ];
  },
});
