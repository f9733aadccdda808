import { z } from 'zod';
import type { Quota } from '../../ledger/marks.ts';
import type { WindowView } from '../../ledger/view.ts';
import {
  civil,
  DAY_MS,
  type DaySpan,
  dateText,
  dayOf,
  dayStart,
  HOUR_MS,
  minuteText,
  quarterOf,
} from '../../model/beijing.ts';
import { below, tidy } from '../../model/compare.ts';
import type { MarkGroup } from '../../model/mark-policy.ts';
import { type Claim, defineDetector } from '../detector.ts';

/**
 * When a cap on marks will be used up if marks go on as they did (WTE-03, WTE-05; 电子督办 pre-warning "exempt time").
 * Pace = hours used ÷ time from the beginning of the period (or of the record) to the end of its last mark, so the date
 * moves only when marks do. Says nothing after too short a time, after little use, or once the cap is used up: then
 * `mark-cap-use` and `mark-over-cap` speak. A guess about the future, hence information only.
 */
export default defineDetector({
  title: { zh: '标记时长用完预测', en: 'When the cap on marks will be used up' },
  window: 'year',
  params: z.strictObject({
    groups: z.array(z.string()).min(1).describe('标记规则中的标记组 / mark groups of the policy'),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('已用上限的这一比例之后才提示 / share of the cap that must be used before anything is said'),
    afterDays: z
      .number()
      .min(1)
      .describe('周期过去此天数之后才提示 / days of the period that must be over before anything is said'),
  }),
  evaluate(view, { groups, share, afterDays }) {
    return view.marks.policy.groups
      .filter((group) => groups.includes(group.id) && group.capHours !== undefined)
      .flatMap((group) => periodsOf(group, view.days).flatMap((day) => view.marks.quota(group, day)))
      .flatMap((quota) => forecast(view, quota, share, afterDays));
  },
});

/** A day of each natural period that the year holds. */
function periodsOf({ per }: MarkGroup, { from, to }: DaySpan): number[] {
  const days = [];
  for (let day = from; day < to; day = per === 'quarter' ? quarterOf(day).to : to) days.push(day);
  return days;
}

function forecast(view: WindowView, quota: Quota, share: number, afterDays: number): Claim[] {
  const { group, period, spans, usedMs, cutoff } = quota;
  const capMs = group.capHours! * HOUR_MS;
  const begun = Math.max(period.start, view.firstAt);
  const asOf = spans.at(-1)!.end;
  const elapsed = asOf - begun;
  if (Number.isFinite(cutoff) || below(usedMs, capMs * share) || elapsed < afterDays * DAY_MS) return [];
  const usedUp = begun + (capMs / usedMs) * elapsed;
  if (usedUp >= period.end) return [];
  const day = dayOf(usedUp);
  const { year, month } = civil(day);
  return [
    {
      factor: null,
      start: spans[0]!.start,
      end: asOf,
      asOf,
      value: tidy(usedMs / HOUR_MS),
      limit: group.capHours!,
      unit: 'h',
      informational: true,
      facts: {
        level: 'L0',
        group: group.id,
        groupName: { ...group.name },
        period: `${dateText(dayOf(period.start))}/${dateText(dayOf(period.end))}`,
        asOf: minuteText(asOf),
        hoursPerDay: tidy(usedMs / HOUR_MS / (elapsed / DAY_MS)),
        usedUpOn: dateText(day),
        usedUpIn: { zh: `${year} 年 ${month} 月`, en: `${MONTHS[month - 1]} ${year}` },
        daysLeft: Math.round((dayStart(day) - asOf) / DAY_MS),
      },
    },
  ];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
