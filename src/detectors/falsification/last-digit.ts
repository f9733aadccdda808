import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { decimalsOf } from '../../statistics/decimals.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors, historyDays } from '../params.ts';
import { MOST_DECIMALS } from './written.ts';

/**
 * The last digits of a day's minute values are far from evenly spread, which they usually are (toolbox T7; F20
 * generated data, F21 replaced values): chi-square of ten digits against a uniform distribution.
 *
 * Innocent causes that do not raise it: values near zero and standstill (left out), a signal that is quantised by its converter (its own history shows it too), few
 * or hardly varying values (`distinct`). A change of the reported digits raises it once: the score is small.
 */
export default defineDetector({
  title: { zh: '末位数字分布异常', en: 'Last digits unevenly spread' },
  window: 'day',
  lookbackDays: 14,
  params: z.strictObject({
    factors,
    values: z.number().int().min(100).describe('一日内需要的数值个数 / values of the day that are needed'),
    distinct: z
      .number()
      .int()
      .min(20)
      .describe('一日内需要的不同数值个数 / different values of the day that are needed'),
    chi: z
      .number()
      .positive()
      .describe('自由度为 9 的卡方值；45 相当于 p < 1e-6 / chi-square with 9 degrees of freedom; 45 is p < 1e-6'),
    usual: z
      .number()
      .positive()
      .describe(
        '此前各日的中位数低于此：平常末位是均匀的 / the median of earlier days lies below this: usually the digits are even',
      ),
    historyDays: historyDays(3, 14),
    knownDays: z.number().int().min(1).describe('其中须已知的天数 / of which so many must be known'),
    digits: z
      .number()
      .min(10)
      .describe(
        '不足此数末位步长的数值不用：末位不自由 / values below this many steps of their last digit are left out: near zero a value decides it',
      ),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const of = (day: number) =>
        view.profile(day, `digits/${factor}/${params.values}/${params.distinct}/${params.digits}`, (one) =>
          chiSquare(one, factor, params),
        );
      const today = of(view.days.from);
      if (today === undefined || today < params.chi) return [];
      const earlier = Array.from({ length: params.historyDays }, (_, k) => of(view.days.from - 1 - k)).filter(
        (chi): chi is number => chi !== undefined,
      );
      if (earlier.length < params.knownDays || median(earlier) >= params.usual) return [];
      return [
        {
          factor,
          value: tidy(today),
          limit: params.chi,
          unit: null,
          facts: { usualChi: tidy(median(earlier)), ...evidence(params.score, [`emission/${factor}`], AGAINST) },
        },
      ];
    });
  },
});

const AGAINST = [
  {
    zh: '该因子平时末位数字分布均匀，不是模数转换的量化',
    en: 'usually the digits are even, so it is no quantised converter',
  },
  { zh: '反证：上报小数位数改变时也会出现', en: 'speaks against it: a change of the reported digits looks the same' },
];

/** Of values that differ from the one before and are large enough for their last digit to be free. */
function chiSquare(
  day: DayView,
  factor: string,
  terms: { values: number; distinct: number; digits: number },
): number | undefined {
  const column = day.reported(factor, 'minute', 'avg');
  if (!column) return undefined;
  const changed = column.values.filter((value, m, all) => !Number.isNaN(value) && value !== all[m - 1]);
  const power = 10 ** changed.reduce((most, value) => decimalsOf(value, MOST_DECIMALS, most), 0);
  const counts = new Array<number>(10).fill(0);
  const different = new Set<number>();
  let n = 0;
  for (const value of changed) {
    const steps = Math.round(Math.abs(value) * power);
    if (steps < terms.digits) continue;
    counts[steps % 10]!++;
    n++;
    if (different.size < terms.distinct) different.add(steps);
  }
  if (n < terms.values || different.size < terms.distinct) return undefined;
  const expected = n / 10;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
