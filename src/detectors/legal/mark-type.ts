import { z } from 'zod';
import type { WindowView } from '../../ledger/view.ts';
import { minuteText } from '../../model/beijing.ts';
import { MARK_KINDS, type Mark } from '../../model/mark.ts';
import type { Text } from '../../model/text.ts';
import { defineDetector } from '../detector.ts';
import { markKinds } from '../params.ts';

/**
 * A mark that cannot mean what it says (MARK-01, MARK-04): a kind that the marking rule of this industry does not know,
 * a furnace state limited to one factor, a thermocouple mark on something that is none, or maintenance of the analysers
 * on a thermocouple. Blind to a right kind used untruthfully; for that see `falsification/mark-contradiction`. Says
 * nothing where the industry has no marking rule.
 */
export default defineDetector({
  title: { zh: '标记类型错误', en: 'Mark of the wrong type' },
  window: 'day',
  params: z.strictObject({
    thermocouples: z.array(z.string()).describe('炉膛热电偶编码前缀 / code prefixes of furnace thermocouples'),
    thermocoupleMarks: markKinds.describe('针对炉膛测温的标记 / marks that are about furnace thermometers'),
  }),
  evaluate(view, { thermocouples, thermocoupleMarks }) {
    const known = new Set(view.marks.policy.groups.flatMap(({ kinds }) => kinds));
    if (known.size === 0) return [];
    return begun(view).flatMap((mark) => {
      const thermocouple = thermocouples.some((prefix) => mark.factor?.startsWith(prefix));
      const about = thermocoupleMarks.includes(mark.kind);
      const why = !known.has(mark.kind)
        ? NOT_HERE
        : mark.factor === undefined
          ? undefined
          : MARK_KINDS[mark.kind].layer === 'A'
            ? WHOLE_FURNACE
            : about === thermocouple
              ? undefined
              : about
                ? NO_THERMOCOUPLE
                : NO_ANALYSER;
      if (!why) return [];
      return [
        {
          factor: mark.factor ?? null,
          start: mark.start,
          end: mark.end,
          asOf: mark.end,
          value: null,
          limit: null,
          unit: null,
          facts: {
            mark: { ...MARK_KINDS[mark.kind].name },
            why: { ...why },
            id: mark.id,
            from: minuteText(mark.start),
            to: minuteText(mark.end),
          },
        },
      ];
    });
  },
});

/** Marks that begin in the window: each mark is spoken of once. */
function begun(view: WindowView): Mark[] {
  return view.marks.within(view).filter(({ start }) => start >= view.start);
}

const NOT_HERE: Text = { zh: '本行业标记规则没有此类标记', en: 'the marking rule of this industry has no such mark' };
const WHOLE_FURNACE: Text = {
  zh: '工况标记针对整台设施，不能只标一个因子',
  en: 'a furnace state is about the whole furnace, not about one factor',
};
const NO_THERMOCOUPLE: Text = { zh: '所标因子不是炉膛热电偶', en: 'the factor is no furnace thermocouple' };
const NO_ANALYSER: Text = {
  zh: '炉膛热电偶不属于 CEMS，应使用热电偶标记',
  en: 'a furnace thermocouple is no part of the CEMS: it has a mark of its own',
};
