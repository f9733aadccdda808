import { z } from 'zod';
import { hoursOverParticulateCap } from '../../ledger/adjudicate.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { hourMeans } from '../../ledger/means.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';

/** PM, as GB 18485-2014 limits it in exempt hours. */
const PARTICULATE = 'a34013';

/**
 * Particulate of an hour with a conditional exemption (启炉, 停炉, 故障, 事故) above the figure that holds even then (GB
 * 18485-2014; LIM-01, WTE-03): the hour lost its exemption and counts for all pollutants. The figure is that of the
 * marking rule. What becomes of the day is said by the daily-mean rule.
 */
export default defineDetector({
  title: { zh: '豁免时段颗粒物超过上限', en: 'Particulate too high in an exempt hour' },
  window: 'hour',
  params: z.strictObject({
    minMinutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
  }),
  evaluate(view, { minMinutes }) {
    const cap = view.marks.policy.particulateCap;
    if (cap === undefined) return [];
    const day = view.day(view.days.from);
    const lost = hoursOverParticulateCap(day, minMinutes);
    if (lost.length === 0) return [];
    const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
    const hours = hourMeans(day.converted(PARTICULATE).values, notUsed, minMinutes);
    return lost.flatMap((h) => {
      const start = day.start + h * HOUR_MS;
      if (start + HOUR_MS > view.until) return [];
      return [
        {
          factor: PARTICULATE,
          start,
          end: start + HOUR_MS,
          value: tidy(hours.values[h]!),
          limit: cap,
          unit: 'mg/m3',
          informational: true,
          facts: { hour: minuteText(start), minutes: hours.minutes[h]! },
        },
      ];
    });
  },
});
