import { z } from 'zod';
import { DAY_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { PageHinkley } from '../../statistics/page-hinkley.ts';
import { baselineOf, centerOf } from '../../statistics/robust-baseline.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { type Course, courseOf, memory, tolerance } from './hours.ts';

/**
 * A level that moves away slowly and stays: the Page-Hinkley sum of the days' medians against the first days of the
 * memory, in units of their usual spread. Said on the day on which the sum passes `sum`, and not again while it stays there.
 * For attention only: catalysts age, filters leak, seasons turn.
 *
 * Innocent causes that do not raise it: single days, marked stops, another load (only hours at about the load of the last day
 * count), values about the detection limit.
 */
export default defineDetector({
  title: { zh: '水平缓慢偏移', en: 'Level drifting away' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    ...memory,
    reference: z.number().int().min(5).max(20).describe('作为基准的最初几日 / first days, which are the reference'),
    knownDays: z.number().int().min(2).describe('其中须已知的天数 / of which so many must be known'),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24)
      .describe('一日内负荷可比的小时数，否则该日不计 / hours at like load that a day needs to count'),
    allowance: z
      .number()
      .positive()
      .describe('每日偏离中不计的离散度倍数 / spreads that a day may lie off without counting'),
    most: z.number().positive().describe('每日偏离最多计的离散度倍数 / spreads that one day counts at most'),
    sum: z.number().positive().describe('累计须达到的离散度倍数 / spreads that the sum must reach'),
    least: z.number().min(0).describe('且偏离达基准的此比例 / and the level moves by this share of the reference'),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const course = courseOf(view, factor, params);
      if (!course) return [];
      const levelOf = levels(course, params);
      const days = course.values.length / 24;
      const level = levelOf(days - 1);
      const usual = baselineOf(Array.from({ length: params.reference }, (_, d) => levelOf(d)));
      if (usual.n < params.knownDays) return [];
      const room = tolerance(view, factor, usual.center, params);
      const spread = Math.max(usual.spread, room / params.most);
      const off = (d: number) => (levelOf(d) - usual.center) / spread;
      // a sum that passes today rose today
      if (!(Math.abs(level - usual.center) > room && Math.abs(off(days - 1)) > params.allowance)) return [];
      const test = new PageHinkley(params.allowance);
      let before = 0;
      let now = 0;
      let since = days - 1;
      for (let d = params.reference; d < days; d++) {
        before = now;
        now = test.push(Math.max(-params.most, Math.min(params.most, off(d))));
        if (before === 0 || Math.sign(now) !== Math.sign(before)) since = d;
      }
      if (Math.abs(now) < params.sum || Math.abs(before) >= params.sum) return [];
      return [
        {
          factor,
          start: view.start - (days - 1 - since) * DAY_MS,
          end: view.end,
          value: tidy(level),
          limit: null,
          unit: factorUnit(factor) || null,
          facts: { comparedWith: tidy(usual.center), historyDays: params.historyDays },
        },
      ];
    });
  },
});

/** The median of a day's hours at about the last day's load; NaN where too few are left. */
function levels(
  course: Course,
  { loadShare, hours: needed }: { loadShare: number; hours: number },
): (day: number) => number {
  const { values, load, today } = course;
  const hours = new Float64Array(24);
  const lastLoad = load && centerOf(load.subarray(today)).center;
  return (day) => {
    let kept = 0;
    for (let h = 24 * day; h < 24 * day + 24; h++) {
      if (load && !(Math.abs(load[h]! - lastLoad!) <= loadShare * Math.abs(lastLoad!))) continue;
      hours[kept++] = values[h]!;
    }
    const { center, n } = centerOf(hours.subarray(0, kept));
    return n >= needed ? center : Number.NaN;
  };
}
