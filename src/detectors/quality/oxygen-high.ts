import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { type DayView, OXYGEN } from '../../ledger/view.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';

/**
 * O2 near that of air for many unmarked minutes of an hour: a converted value then means little, and none exists from
 * 21 % on (LIM-02). For information. Whether the source was running at the time is F04's question.
 */
export default defineDetector({
  title: { zh: '含氧量过高，折算不可靠', en: 'O2 too high to convert' },
  window: 'hour',
  params: z.strictObject({
    highestO2: z
      .number()
      .max(21)
      .describe('含氧量超过此值则折算不可靠，% / % O2 above which the conversion is unreliable'),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('一小时内未标记的此类分钟达到此数即提示 / so many unmarked minutes of an hour are told'),
  }),
  evaluate(view, { highestO2, minutes }) {
    const day = view.day(view.days.from);
    if (day.o2Reference === undefined) return [];
    return view.follow(
      `oxygen-high/${highestO2}/${minutes}`,
      (): Claim[] => [],
      (claims, from, to) => {
        for (let h = from / 60; h < to / 60; h++) claims.push(...highIn(day, h, highestO2, minutes));
      },
    );
  },
});

function highIn(day: DayView, h: number, highestO2: number, minutes: number): Claim[] {
  const { values, flags } = day.minutes(OXYGEN);
  const marked = day.minutesMarked(MarkBit.MARKED);
  const high: number[] = [];
  for (let m = h * 60; m < h * 60 + 60; m++) {
    if (!marked[m] && isUsable(flags[m]!) && exceeds(values[m]!, highestO2)) high.push(m);
  }
  if (high.length < minutes) return [];
  const start = day.start + h * HOUR_MS;
  return [
    {
      factor: OXYGEN,
      start,
      end: start + HOUR_MS,
      value: tidy(Math.max(...high.map((m) => values[m]!))),
      limit: highestO2,
      unit: '%',
      informational: true,
      facts: {
        hour: minuteText(start),
        minutes: high.length,
        notConverted: high.filter((m) => values[m]! >= 21).length,
      },
    },
  ];
}
