import { z } from 'zod';
import { dateText, HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';

/** The yearly hours of a group of exempting marks run low or are used up (WTE-03; pre-warning, nothing is broken). */
export default defineDetector({
  title: { zh: '豁免时长预警', en: 'Exempt hours running low' },
  window: 'year',
  params: z.strictObject({
    groups: z.array(z.string()).min(1).describe('标记规则中的标记组 / mark groups of the policy'),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('用去限额的此比例起预警 / share of the cap from which on the plant is warned'),
  }),
  evaluate(view, { groups, share }) {
    return view.marks.policy.groups.flatMap((group) => {
      if (!groups.includes(group.id) || group.capHours === undefined) return [];
      const quota = view.marks.quota(group, view.days.from)[0];
      if (!quota || quota.usedMs <= group.capHours * HOUR_MS * share) return [];
      const used = tidy(quota.usedMs / HOUR_MS);
      return [
        {
          factor: null,
          start: quota.spans[0]!.start,
          end: quota.spans.at(-1)!.end,
          asOf: quota.spans.at(-1)!.end,
          value: used,
          limit: group.capHours,
          unit: 'h',
          informational: true,
          facts: {
            year: dateText(view.days.from).slice(0, 4),
            group: group.id,
            groupName: { zh: group.name.zh, en: group.name.en },
            usedUpAt: Number.isFinite(quota.cutoff) ? minuteText(quota.cutoff) : null,
          },
        },
      ];
    });
  },
});
