import { z } from 'zod';
import { dayOf, dayStart, HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';

/**
 * A mark that came late (MARK-01; how late a mark may come is not verified, so both figures are the rule's). Added
 * later than some time after its onset: worth knowing, since many plants enter a state when it is over. Added after the
 * morning that follows its onset, or changed after the morning that follows its end: retroactive. A late mark is not
 * void: whether it hid anything is for `falsification/mark-at-exceedance`. Blind to a mark that was taken back or sent
 * anew under another id.
 */
export default defineDetector({
  title: { zh: '标记迟报或事后补改', en: 'Mark added late or afterwards' },
  window: 'day',
  params: z.strictObject({
    onsetHours: z
      .number()
      .positive()
      .describe('起始后此小时数内录入为及时 / hours after its onset within which a mark is in time'),
    nextDayHour: z
      .number()
      .min(0)
      .max(24)
      .describe('次日此时刻之后不应再添加或修改 / hour of the next day after which marks are no longer touched'),
  }),
  evaluate(view, { onsetHours, nextDayHour }) {
    const morningAfter = (at: number) => dayStart(dayOf(at) + 1) + nextDayHour * HOUR_MS;
    return view.marks.within(view).flatMap((mark): Claim[] => {
      if (mark.start < view.start) return [];
      const versions = view.marks.history(mark.id);
      const added = versions[0]!.createdAt;
      const changed = versions.at(-1)!.createdAt;
      const addedAfter = added > morningAfter(mark.start);
      const changedAfter = changed > morningAfter(mark.end - 1);
      const retroactive = addedAfter || changedAfter;
      const allowed = retroactive
        ? (morningAfter(addedAfter ? mark.start : mark.end - 1) - mark.start) / HOUR_MS
        : onsetHours;
      const entered = changedAfter ? changed : added;
      const took = (entered - mark.start) / HOUR_MS;
      if (!exceeds(took, allowed)) return [];
      return [
        {
          factor: mark.factor ?? null,
          start: mark.start,
          end: mark.end,
          asOf: Math.max(mark.end, entered),
          value: tidy(took),
          limit: tidy(allowed),
          unit: 'h',
          informational: !retroactive,
          facts: {
            mark: { ...MARK_KINDS[mark.kind].name },
            id: mark.id,
            from: minuteText(mark.start),
            to: minuteText(mark.end),
            entered: minuteText(entered),
            how: versions.length > 1 && changedAfter ? CHANGED : ADDED,
          },
        },
      ];
    });
  },
});

const ADDED = { zh: '添加', en: 'added' };
const CHANGED = { zh: '修改', en: 'changed' };
