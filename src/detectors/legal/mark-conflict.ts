import { z } from 'zod';
import { minuteText } from '../../model/beijing.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';

/**
 * Two marks of one layer on the same minutes (MEE Announcement 2019 No. 50: a minute carries one furnace state and one
 * monitoring abnormality; MARK-05). Different kinds contradict each other: which one counts is decided by the policy's
 * order meanwhile. The same kind twice is only told: it counts once.
 */
export default defineDetector({
  title: { zh: '标记冲突', en: 'Conflicting marks' },
  window: 'day',
  params: z.strictObject({}),
  evaluate(view) {
    const day = view.day(view.days.from);
    const marks = day.markList.filter((mark) => mark.factor === undefined);
    return marks.flatMap((a, i) =>
      marks.slice(i + 1).flatMap((b): Claim[] => {
        const start = Math.max(a.start, b.start, day.start);
        const end = Math.min(a.end, b.end, day.end);
        if (start >= end || MARK_KINDS[a.kind].layer !== MARK_KINDS[b.kind].layer) return [];
        const [zh, en] = (['zh', 'en'] as const).map((l) => [MARK_KINDS[a.kind].name[l], MARK_KINDS[b.kind].name[l]]);
        const both = { zh: zh!.join(' 与 '), en: en!.join(' and ') };
        return [
          {
            factor: null,
            start,
            end,
            value: (end - start) / 60_000,
            limit: null,
            unit: 'min',
            informational: a.kind === b.kind,
            facts: { marks: both, from: minuteText(start), to: minuteText(end), ids: [a.id, b.id] },
          },
        ];
      }),
    );
  },
});
