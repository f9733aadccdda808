import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { hourMeans } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { dateText, dayOf } from '../../model/beijing.ts';
import { below, exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';

/** Hours of a span: those with valid means of every factor, and those of them in which no mean was above its figure. */
interface Tally {
  judged: number;
  compliant: number;
  over: Record<string, number>;
}

/**
 * Share of a quarter's running hours in which every factor kept to the ultra-low figures (发改价格〔2015〕2835号: the
 * tariff is paid in full from 99 %, reduced from 80 %, else not; LIM-04). For information: the figures are no limit
 * unless the permit or a local standard adopts them. Hours out of service and hours that are not valid do not count.
 */
export default defineDetector({
  title: { zh: '超低排放达标小时比例', en: 'Share of hours within ultra-low figures' },
  window: 'quarter',
  params: z.strictObject({
    figures: z
      .record(z.string(), z.number().positive())
      .describe('各因子小时均值应不超过的浓度，mg/m3 / hour means that each factor has to keep to, mg/m3'),
    o2Reference: z
      .number()
      .describe(
        '该浓度对应的基准含氧量 %，其他排放口不判 / % O2 at which the figures hold: outlets with another are not judged',
      ),
    minMinutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
    full: z.number().min(0).max(1).describe('达到此比例全额享受电价 / share from which on the tariff is paid in full'),
    reduced: z.number().min(0).max(1).describe('达到此比例部分享受电价 / share from which on it is paid in part'),
    afterHours: z
      .number()
      .int()
      .min(1)
      .describe('判定小时数不足此数时不提示 / judged hours before which nothing is said'),
  }),
  evaluate(view, params) {
    const { figures, full, reduced, afterHours } = params;
    const factors = Object.keys(figures);
    const until = Math.min(view.days.to, dayOf(view.until));
    const first = view.day(view.days.from);
    if (first.o2Reference !== params.o2Reference || until <= view.days.from) return [];
    const total: Tally = { judged: 0, compliant: 0, over: Object.fromEntries(factors.map((f) => [f, 0])) };
    const key = `compliant-hours/${JSON.stringify([figures, params.minMinutes])}`;
    for (let day = Math.max(view.days.from, dayOf(view.firstAt)); day < until; day++) {
      const { judged, compliant, over } = view.profile(day, key, (shown) => tally(shown, figures, params.minMinutes));
      total.judged += judged;
      total.compliant += compliant;
      for (const factor of factors) total.over[factor]! += over[factor]!;
    }
    const share = total.compliant / total.judged;
    if (total.judged < afterHours || !below(share, full)) return [];
    const percent = tidy(share * 100);
    return [
      {
        factor: null,
        value: percent,
        limit: full * 100,
        unit: '%',
        informational: true,
        facts: {
          quarter: `${dateText(view.days.from)}/${dateText(view.days.to)}`,
          lastDay: dateText(until - 1),
          tier: below(share, reduced) ? NONE : PART,
          compliantHours: total.compliant,
          judgedHours: total.judged,
          hoursOver: total.over,
          figures,
          steps: [
            {
              zh: '各项污染物小时均值均有效的运行小时中，全部不超过超低限值的小时所占比例',
              en: 'of the running hours with valid means of every factor, the share in which none is above its figure',
              formula: 'S = n / N',
              inputs: { n: total.compliant, N: total.judged, hoursOver: total.over },
              output: percent,
              unit: '%',
            },
          ],
        },
      },
    ];
  },
});

const PART = { zh: '部分电价', en: 'reduced tariff' };
const NONE = { zh: '不享受电价', en: 'no tariff' };

function tally(day: DayView, figures: Readonly<Record<string, number>>, minMinutes: number): Tally {
  const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const factors = Object.keys(figures);
  const hours = factors.map((factor) => hourMeans(day.converted(factor).values, notUsed, minMinutes).values);
  const limits = Object.values(figures);
  const over = limits.map(() => 0);
  let [judged, compliant] = [0, 0];
  for (let h = 0; h < 24; h++) {
    if (hours.some((values) => Number.isNaN(values[h]))) continue;
    judged++;
    const broken = limits.map((limit, i) => exceeds(hours[i]![h]!, limit));
    if (!broken.includes(true)) compliant++;
    broken.forEach((is, i) => {
      if (is) over[i]!++;
    });
  }
  return { judged, compliant, over: Object.fromEntries(factors.map((factor, i) => [factor, over[i]!])) };
}
