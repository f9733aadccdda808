import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, validity } from '../params.ts';
import { conversionStep, limitStep } from './steps.ts';

/**
 * A converted hour mean above the limit. Where the limit is one of days (waste incineration, sewage works) this is a
 * pre-warning only: an hour is not evidence of exceedance there (regulations WTE-01, LIM-03, §3 L1–L2).
 */
export default defineDetector({
  title: { zh: '小时均值超标', en: 'Hour mean above the limit' },
  window: 'hour',
  params: z.strictObject({
    factors,
    ...validity,
    against: z
      .enum(['hour', 'day'])
      .describe('与哪种平均时段的限值比较 / averaging period of the limit that an hour is held against'),
    preWarning: z
      .boolean()
      .describe(
        'true：仅预警，不认定违规（severity 变为 info，covers 为空） / true: a pre-warning only; the alert is info and covers nothing',
      ),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      const bound = day.limit(factor, params.against);
      if (!bound) return [];
      const { judgedHours } = adjudicate(day, factor, params);
      return [...judgedHours.values.keys()].flatMap((h) => {
        const start = day.start + h * HOUR_MS;
        const value = judgedHours.values[h]!;
        if (start + HOUR_MS > view.until || !exceeds(value, bound.limit.value)) return [];
        return [
          {
            factor,
            start,
            end: start + HOUR_MS,
            value: tidy(value),
            limit: bound.limit.value,
            unit: bound.limit.unit,
            informational: params.preWarning,
            facts: {
              hour: `${minuteText(start)}–${minuteText(start + HOUR_MS).slice(11)}`,
              minutes: judgedHours.minutes[h]!,
              limitSource: bound.limit.source,
              limitWhy: { zh: bound.why.zh, en: bound.why.en },
              steps: [
                conversionStep(day, bound.limit.unit),
                {
                  zh: '小时均值 = 有效分钟的算术平均，去掉停运、设备维护和限额内豁免标记的分钟',
                  en: 'hour mean = arithmetic mean of the usable minutes, without those under out-of-service, device or exempt marks',
                  formula: 'H = ΣC / n',
                  inputs: { n: judgedHours.minutes[h]!, atLeast: params.minMinutes },
                  output: tidy(value),
                  unit: bound.limit.unit,
                },
                limitStep('H', value, bound),
              ],
            },
          },
        ];
      });
    });
  },
});
