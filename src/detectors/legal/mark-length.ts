import { z } from 'zod';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { defineDetector } from '../detector.ts';
import { markKinds } from '../params.ts';

/**
 * One event marked for longer than it may last: start-up is over within 4 h, a fault or accident may not go on emitting
 * for more than 4 h (GB 18485-2014 7.1, 7.3, both recalled; MARK-01, WTE-08). Marks of one kind that touch are one
 * event, so a split at midnight does not hide it. Blind to an event split by a pause; the yearly cap counts that.
 */
export default defineDetector({
  title: { zh: '单次标记时长超限', en: 'One event marked for too long' },
  window: 'day',
  params: z.strictObject({
    kinds: markKinds,
    hours: z.number().positive().describe('单次允许的小时数 / an event may last this long'),
  }),
  evaluate(view, { kinds, hours }) {
    return kinds.flatMap((kind) =>
      view.marks.spansOf(kind, view).flatMap(({ start, end }) => {
        const lasted = (end - start) / HOUR_MS;
        if (start < view.start || !exceeds(lasted, hours)) return [];
        return [
          {
            factor: null,
            start,
            end,
            asOf: end,
            value: tidy(lasted),
            limit: hours,
            unit: 'h',
            facts: { mark: { ...MARK_KINDS[kind].name }, from: minuteText(start), to: minuteText(end) },
          },
        ];
      }),
    );
  },
});
