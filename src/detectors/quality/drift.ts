import { z } from 'zod';
import { type Check, checksOf } from '../../ledger/calibration.ts';
import type { WindowView } from '../../ledger/view.ts';
import { minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors } from '../params.ts';

/** Days in which the last good check is looked for. */
const LOOKBACK_DAYS = 7;

/**
 * An analyser out of control (失控): a zero or span check drifted too far, so that the data from the last good check to
 * the next good one are doubtful (HJ 75-2017; VAL-01). Known from minutes flagged C with their values, where the
 * catalogue names range and span gas; blind to checks that are not sent, and to unmarked ones. For information: data
 * are not taken out of any mean here.
 */
export default defineDetector({
  title: { zh: '零点或量程漂移失控', en: 'Zero or span drift out of control' },
  window: 'day',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    factors,
    zero: z
      .number()
      .min(0)
      .max(1)
      .describe('零点漂移超过满量程的此比例为失控 / zero drift beyond which it is out of control, share of full scale'),
    span: z
      .number()
      .min(0)
      .max(1)
      .describe('量程漂移超过满量程的此比例为失控 / span drift beyond which it is out of control, share of full scale'),
    plateau: z.number().int().min(1).describe('校准平台至少持续的分钟数 / minutes that a level of a check needs'),
    around: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe('校准前后多少分钟的读数视为样气水平 / minutes before and after a check whose readings show the sample'),
    steady: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '平台内相邻分钟的差不超过满量程的此比例 / share of full scale by which neighbouring minutes of it may differ',
      ),
    within: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '在零点和标气值周围满量程的此比例内寻找平台 / share of full scale around zero and the gas in which a level is looked for',
      ),
  }),
  evaluate(view, { zero, span, ...params }) {
    const day = view.day(view.days.from);
    const isBad = (check: Check) =>
      exceeds(Math.abs(check.zero ?? 0), zero) || exceeds(Math.abs(check.span ?? 0), span);
    return params.factors.flatMap((factor) => {
      const before = earlier(view, factor, params);
      const checks = [...before, ...checksOf(day, factor, params)];
      const claims = [];
      for (const [i, check] of checks.entries()) {
        const next = checks.slice(i + 1).find((other) => !isBad(other));
        const end = Math.min(next?.start ?? day.end, day.end);
        if (!isBad(check) || end <= day.start) continue;
        const lastGood = checks.slice(0, i).findLast((other) => !isBad(other));
        const start = check.end <= day.start ? day.start : (lastGood?.end ?? check.start);
        const worst = Math.abs(check.zero ?? 0) / zero >= Math.abs(check.span ?? 0) / span ? 'zero' : 'span';
        claims.push({
          factor,
          start,
          end,
          value: tidy(check[worst]! * 100),
          limit: tidy({ zero, span }[worst] * 100),
          unit: '%',
          informational: true,
          facts: {
            what: worst === 'zero' ? ZERO : SPAN,
            checkedAt: minuteText(check.start),
            lastGood: lastGood ? minuteText(lastGood.end) : null,
            nextGood: next && next.start < day.end ? minuteText(next.start) : null,
            zeroDrift: check.zero === undefined ? null : tidy(check.zero * 100),
            spanDrift: check.span === undefined ? null : tidy(check.span * 100),
          },
        });
      }
      return claims;
    });
  },
});

const ZERO = { zh: '零点', en: 'zero' };
const SPAN = { zh: '量程', en: 'span' };

function earlier(view: WindowView, factor: string, shape: Parameters<typeof checksOf>[2]): Check[] {
  const key = `checks/${factor}/${shape.plateau}/${shape.around}/${shape.steady}/${shape.within}`;
  return Array.from({ length: LOOKBACK_DAYS }, (_, i) => view.days.from - LOOKBACK_DAYS + i).flatMap((day) =>
    view.profile(day, key, (shown) => checksOf(shown, factor, shape)),
  );
}
