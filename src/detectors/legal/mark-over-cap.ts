import { z } from 'zod';
import { dateText, HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';

/**
 * Marks of a group lasted longer than their quarterly cap (CEMS maintenance, MEE Order 10, Art. 12; WTE-05): from the
 * minute in which the cap is passed to the end of the quarter's last such mark. Minutes count, not hours touched.
 */
export default defineDetector({
  title: { zh: '标记时长超出季度上限', en: 'Marks beyond their quarterly cap' },
  window: 'quarter',
  params: z.strictObject({ group: z.string().describe('标记规则中的标记组 / mark group of the policy') }),
  evaluate(view, { group: id }) {
    const group = view.marks.policy.groups.find((g) => g.id === id);
    const quota = group && view.marks.quota(group, view.days.from)[0];
    if (!quota || !Number.isFinite(quota.cutoff)) return [];
    const quarter = `${dateText(view.days.from)}/${dateText(view.days.to)}`;
    return [
      {
        factor: null,
        start: quota.cutoff,
        end: quota.spans.at(-1)!.end,
        asOf: quota.spans.at(-1)!.end,
        value: tidy(quota.usedMs / HOUR_MS),
        limit: group.capHours ?? null,
        unit: 'h',
        facts: {
          act: `${view.outlet.id}/${quarter}`,
          quarter,
          group: id,
          passedAt: minuteText(quota.cutoff),
          spans: quota.spans.map((span) => [minuteText(span.start), minuteText(span.end)]),
        },
      },
    ];
  },
});
