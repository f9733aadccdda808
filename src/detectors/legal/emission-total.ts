import { z } from 'zod';
import { byMaximum, type Gap, type Hours, total } from '../../ledger/emission.ts';
import { hourTallies } from '../../ledger/hour-tally.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { hourMeans } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { dayOf, dayStart, HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { isUsable } from '../../model/flag.ts';
import { defineDetector } from '../detector.ts';
import { factors } from '../params.ts';
import { progress } from '../quality/quarter.ts';

/** Flue-gas flow, m3/s. */
const FLOW = 'a00000';

/** A quarter and as many days before it as the longest row of the table can reach. */
const LOOKBACK_DAYS = 92;

/**
 * Emission of a quarter that is over, with invalid hours substituted (HJ 75-2017; VAL-01): a total for taxes and permits,
 * never for judging an exceedance. An hour's emission is its mean concentration as measured times its mean flow, as
 * reported. Told where anything had to be substituted or could not be. Hours out of control by calibration are not known
 * here; they are told by the drift rule.
 */
export default defineDetector({
  title: { zh: '季度排放量（含替代数据）', en: 'Emission of a quarter with substituted hours' },
  window: 'quarter',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    factors,
    minMinutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
    substitutes: z
      .array(
        z.strictObject({
          rate: z
            .number()
            .min(0)
            .max(1)
            .describe('捕集率达到此值时适用本行 / capture rate from which on the row holds'),
          upTo: z
            .number()
            .int()
            .min(1)
            .optional()
            .describe('缺失时长上限，小时；不写则不限 / hours that a gap may have; absent = any'),
          last: z
            .number()
            .int()
            .min(1)
            .describe('取缺失前多少个有效小时的最大值 / the maximum of this many valid hours before the gap'),
        }),
      )
      .min(1)
      .describe(
        '缺失小时的替代方法，按捕集率和缺失时长取第一个适用的 / how missing hours are substituted: the first row that fits the capture rate and the gap',
      ),
  }),
  evaluate(view, { minMinutes, substitutes, ...params }) {
    const quarter = progress(view);
    if (!quarter?.over || !view.day(quarter.to - 1).due.has(FLOW)) return [];
    const first = Math.max(view.days.from - LOOKBACK_DAYS, dayOf(view.firstAt));
    const owed = view.day(quarter.to - 1).due;
    return params.factors.flatMap((factor) => {
      if (!owed.has(factor)) return [];
      const hours: (number | null)[] = [];
      for (let day = first; day < quarter.to; day++) {
        hours.push(...view.profile(day, `kg/${factor}/${minMinutes}`, (shown) => massOf(shown, factor, minMinutes)));
      }
      const { due, valid } = hourTallies(view, quarter, factor, minMinutes);
      const rate = valid / due;
      const from = (quarter.from - first) * 24;
      const gaps = byMaximum(hours, rate, substitutes).filter((gap) => gap.to > from);
      const sum = total(hours, gaps, from);
      if (sum.substitutedHours + sum.lostHours === 0) return [];
      const kg = tidy(sum.measured + sum.substituted);
      const at = (index: number) => minuteText(dayStart(first) + index * HOUR_MS);
      return [
        {
          factor,
          value: kg,
          limit: null,
          unit: 'kg',
          informational: true,
          facts: {
            ...quarter.facts,
            captureRate: tidy(rate * 100),
            measuredKg: tidy(sum.measured),
            substitutedKg: tidy(sum.substituted),
            validHours: sum.validHours,
            substitutedHours: sum.substitutedHours,
            lostHours: sum.lostHours,
            gaps: gaps.slice(0, SHOWN).map((gap) => gapFacts(gap, at)),
            gapCount: gaps.length,
            steps: [
              {
                zh: '有效小时排放量 = 实测浓度 × 流量；无效小时按捕集率和缺失时长取此前有效小时的最大值',
                en: 'valid hours: measured concentration × flow; invalid ones: the maximum of valid hours before, by capture rate and length of the gap',
                formula: 'ΣC·Q + ΣN·max(last n)',
                inputs: { captureRate: tidy(rate * 100), measuredKg: tidy(sum.measured), hours: sum.substitutedHours },
                output: kg,
                unit: 'kg',
              },
            ],
          },
        },
      ];
    });
  },
});

/** Gaps listed one by one at most. */
const SHOWN = 50;

function gapFacts({ from, to, hours, each }: Gap, at: (index: number) => string) {
  return { from: at(from), to: at(to), hours, kgPerHour: Number.isNaN(each) ? null : tidy(each) };
}

/** Emission of each hour in kg: mg/m3 × m3/s × 3600 s / 10^6. */
function massOf(day: DayView, factor: string, minMinutes: number): Hours {
  const stopped = day.minutesMarked(MarkBit.STOPPED);
  const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const means = (of: string) => {
    const { values, flags } = day.minutes(of);
    const usable = values.map((value, m) => (isUsable(flags[m]!) ? value : Number.NaN));
    return hourMeans(usable, notUsed, minMinutes).values;
  };
  const [concentration, flow] = [means(factor), means(FLOW)];
  return Array.from(concentration, (value, h) => {
    const stops = stopped.subarray(h * 60, h * 60 + 60).reduce((n, bit) => n + bit, 0) > 60 - minMinutes;
    if (stops || (h + 1) * 60 <= day.minutesBeforeFirst) return null;
    return (value * flow[h]! * 3600) / 1e6;
  });
}
