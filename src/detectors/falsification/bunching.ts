import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { hourMeans } from '../../ledger/means.ts';
import type { WindowView } from '../../ledger/view.ts';
import { dateText, dayOf, dayStart } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Hour means crowd just below a figure that pays and are missing just above it (toolbox T4; F21, F29, LIM-05): a
 * discontinuity of the density at the cut-off (McCrary, Journal of Econometrics 142, 2008, 698–714: local linear fit of
 * the histogram on either side; used on air quality by Ghanem and Zhang, JEEM 68, 2014).
 *
 * Innocent cause: control that holds a set point near the cut-off. So the score is small and never makes a case alone.
 * Says nothing with fewer than `hours` hours, or with next to none near the cut-off.
 */
export default defineDetector({
  title: { zh: '小时均值聚集在限值之下', en: 'Hour means crowd just below a figure' },
  window: 'month',
  params: z.strictObject({
    factors,
    against: z.enum(['hour', 'day']).describe('限值的平均时段 / averaging period of the limit'),
    shares: z
      .array(z.number().positive().max(1))
      .min(1)
      .describe(
        '检验点，占限值的比例：1，以及环境保护税法的 0.7 和 0.5 / cut-offs as shares of the limit: 1, 0.7 and 0.5 of tax law',
      ),
    hours: z.number().int().min(50).describe('一月内需要的小时数 / hours of the month that are needed'),
    near: z.number().int().min(10).describe('带宽内须有的小时数 / hours that must lie within the bandwidth'),
    bandwidth: z
      .number()
      .positive()
      .max(0.5)
      .describe('检验点两侧的带宽，占限值的比例 / on either side, as a share of the limit'),
    z: z.number().positive().describe('密度须下降的标准误倍数 / standard errors by which the density must fall'),
    minMinutes: z.number().int().min(1).max(60).describe('一个有效小时需要的分钟数 / minutes an hour needs'),
    score,
  }),
  evaluate(view, params) {
    const last = Math.min(view.days.to, dayOf(view.until));
    if (last <= view.days.from) return [];
    const bounds = (factor: string) => view.day(last - 1).limit(factor, params.against);
    return params.factors.flatMap((factor): Claim[] => {
      const bound = bounds(factor);
      if (!bound) return [];
      const hours = hoursOf(view, last, factor, params.minMinutes);
      if (hours.length < params.hours) return [];
      return params.shares.flatMap((share): Claim[] => {
        const { value: limit, unit } = bound.limit;
        const jump = discontinuity(hours, share * limit, params.bandwidth * limit, limit / 100);
        if (!jump || jump.near < params.near || jump.z > -params.z) return [];
        return [
          {
            factor,
            start: view.start,
            end: dayStart(last),
            asOf: dayStart(last),
            value: tidy(jump.below),
            limit: tidy(share * limit),
            unit,
            facts: {
              month: dateText(view.days.from).slice(0, 7),
              hours: hours.length,
              justBelow: jump.justBelow,
              justAbove: jump.justAbove,
              z: tidy(jump.z),
              sharePercent: tidy(100 * share),
              ...evidence(params.score, [`emission/${factor}`], AGAINST),
            },
          },
        ];
      });
    });
  },
});

const AGAINST = [
  { zh: '反证：闭环控制可使数值稳定在设定值附近', en: 'speaks against it: control may hold values near a set point' },
];

/** Valid converted hour means of the month so far. */
function hoursOf(view: WindowView, last: number, factor: string, minMinutes: number): number[] {
  const hours: number[] = [];
  for (let day = view.days.from; day < last; day++) {
    const means = view.profile(day, `converted-hours/${factor}/${minMinutes}`, (one) => {
      const notUsed = one.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
      return hourMeans(one.converted(factor).values, notUsed, minMinutes).values;
    });
    for (const value of means) if (!Number.isNaN(value)) hours.push(value);
  }
  return hours;
}

interface Jump {
  z: number;
  near: number;
  /** mean of the hours in the bandwidth below */
  below: number;
  justBelow: number;
  justAbove: number;
}

/** Density on either side of a cut-off, fitted to bins of width `bin` with triangular weights over `bandwidth`. */
export function discontinuity(
  values: readonly number[],
  cut: number,
  bandwidth: number,
  bin: number,
): Jump | undefined {
  const bins = Math.max(2, Math.round(bandwidth / bin));
  const left = new Float64Array(bins);
  const right = new Float64Array(bins);
  let [near, sum, below] = [0, 0, 0];
  for (const value of values) {
    const k = Math.floor((value - cut) / bin + 1e-9);
    // The cut-off itself still complies: exactly the limit is not above it.
    const at = value === cut ? -1 : k;
    if (at >= 0 && at < bins) right[at]!++;
    else if (at < 0 && at >= -bins) left[-at - 1]!++;
    else continue;
    near++;
    if (at < 0) {
      sum += value;
      below++;
    }
  }
  if (below === 0) return undefined;
  const scale = values.length * bin;
  // An empty side counts as half an hour: its logarithm would be infinite.
  const [f, g] = [intercept(left) / scale, Math.max(intercept(right), 0.5) / scale];
  if (!(f > 0)) return undefined;
  const error = Math.sqrt((24 / 5 / (values.length * bandwidth)) * (1 / f + 1 / g));
  return {
    z: (Math.log(g) - Math.log(f)) / error,
    near,
    below: sum / below,
    justBelow: left[0]!,
    justAbove: right[0]!,
  };
}

/** Weighted straight line through the bins, at the cut-off. */
function intercept(counts: Float64Array): number {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  counts.forEach((y, i) => {
    const x = i + 0.5;
    const weight = 1 - x / counts.length;
    w += weight;
    wx += weight * x;
    wy += weight * y;
    wxx += weight * x * x;
    wxy += weight * x * y;
  });
  return (wxx * wy - wx * wxy) / (w * wxx - wx * wx);
}
