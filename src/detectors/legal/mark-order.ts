import { z } from 'zod';
import { MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { defineDetector } from '../detector.ts';
import { markKinds } from '../params.ts';

/**
 * A furnace state that does not follow from the one before: start-up without heating-up or standstill before it
 * (MARK-01, WTE-08). Says nothing where the outlet's record begins later than the state that should have come before.
 */
export default defineDetector({
  title: { zh: '工况标记顺序不合理', en: 'Furnace state out of order' },
  window: 'day',
  params: z.strictObject({
    kinds: markKinds,
    after: markKinds.describe('此前须有其中之一 / states of which one must have come before'),
    withinMinutes: z.number().int().min(0).describe('两者之间允许的最长间隔（分钟） / longest pause between the two'),
  }),
  evaluate(view, { kinds, after, withinMinutes }) {
    return kinds.flatMap((kind) =>
      view.marks.spansOf(kind, view).flatMap(({ start, end }) => {
        const before = { start: start - withinMinutes * MINUTE_MS - 1, end: start + 1 };
        if (start < view.start || before.start < view.firstAt) return [];
        const led = after.some((state) => view.marks.spansOf(state, before).some((span) => span.start < start));
        if (led) return [];
        const wanted = after.map((state) => MARK_KINDS[state].name);
        return [
          {
            factor: null,
            start,
            end,
            asOf: end,
            value: null,
            limit: null,
            unit: null,
            facts: {
              mark: { ...MARK_KINDS[kind].name },
              from: minuteText(start),
              wanted: { zh: wanted.map(({ zh }) => zh).join('或'), en: wanted.map(({ en }) => en).join(' or ') },
            },
          },
        ];
      }),
    );
  },
});
