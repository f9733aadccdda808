import { z } from 'zod';
import { type Adjudicated, adjudicate } from '../../ledger/adjudicate.ts';
import type { DayView } from '../../ledger/view.ts';
import type { Facts } from '../../model/alert.ts';
import { dateText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import type { BoundLimit } from '../../model/outlet.ts';
import { type Claim, defineDetector, type Step } from '../detector.ts';
import { factors, validity } from '../params.ts';
import { conversionStep, limitStep } from './steps.ts';

/**
 * Converted daily mean above the daily limit (MEE Order 10, Art. 6 and 10; regulations WTE-01, WTE-03).
 * Judged on the mean without exempt minutes; `report: exempted` speaks instead of the days on which only the mean with
 * them is above. Blind to a falsified input; for that see the arithmetic and falsification detectors.
 */
export default defineDetector({
  title: { zh: '日均值超标', en: 'Daily mean above the limit' },
  window: 'day',
  limit: 'day',
  params: z.strictObject({
    factors,
    ...validity,
    report: z
      .enum(['exceedance', 'exempted'])
      .describe(
        'exceedance：超标日；exempted：只因豁免时段而不超标的日（仅提示） / exceedance: days above the limit; exempted: days that only the exempt minutes keep below it, for information',
      ),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor): Claim[] => {
      const bound = day.limit(factor, 'day');
      if (!bound) return [];
      const means = adjudicate(day, factor, params);
      const { value: limit, unit } = bound.limit;
      const broken = exceeds(means.judged.value, limit);
      const raw = exceeds(means.raw.value, limit);
      if (params.report === 'exceedance' ? !broken : broken || !raw) return [];
      const value = params.report === 'exceedance' ? means.judged.value : means.raw.value;
      const facts = factsOf(day, factor, means, bound, params.minMinutes);
      return [{ factor, value: tidy(value), limit, unit, facts, informational: params.report === 'exempted' }];
    });
  },
});

const orNull = (value: number) => (Number.isNaN(value) ? null : tidy(value));

/** The mean without exempt minutes, in words: there may be too few hours left for one. */
function judgedSays({ judged }: Adjudicated, unit: string): { zh: string; en: string } {
  const shown = `${Number(judged.value.toPrecision(5))} ${unit.replace('m3', 'm³')}`;
  if (judged.valid) return { zh: `为 ${shown}`, en: `it is ${shown}` };
  const hours = judged.validHours;
  return { zh: `有效小时仅 ${hours} 个，无有效日均值`, en: `only ${hours} valid hours are left, no valid daily mean` };
}

function factsOf(day: DayView, factor: string, means: Adjudicated, bound: BoundLimit, minMinutes: number): Facts {
  const by = day.converted(factor).by;
  return {
    act: `${day.outlet.id}/${dateText(day.day)}`,
    date: dateText(day.day),
    raw: orNull(means.raw.value),
    judged: orNull(means.judged.value),
    judgedSays: judgedSays(means, bound.limit.unit),
    validHours: means.judged.validHours,
    dueHours: tidy(means.judged.dueHours),
    exemptMinutes: means.exemptMinutes,
    lostHours: means.lostHours,
    converted: by,
    limitSource: bound.limit.source,
    limitWhy: { zh: bound.why.zh, en: bound.why.en },
    hours: [...means.judgedHours.values].map(orNull),
    hourMinutes: [...means.judgedHours.minutes],
    steps: stepsOf(day, means, bound, minMinutes),
  };
}

function stepsOf(day: DayView, means: Adjudicated, bound: BoundLimit, minMinutes: number): Step[] {
  const hours = [...means.judgedHours.values];
  return [
    conversionStep(day, bound.limit.unit),
    {
      zh: `去掉停运、设备维护和限额内豁免标记的分钟，小时均值至少 ${minMinutes} 个有效分钟`,
      en: `minutes under out-of-service, device or exempt marks leave; an hour needs ${minMinutes} usable minutes`,
      formula: 'H_h = mean(minutes of hour h)',
      inputs: { exemptMinutes: means.exemptMinutes, hoursThatLostExemption: means.lostHours },
      output: `${means.judged.validHours} h`,
      unit: null,
    },
    {
      zh: '日均值 = 有效小时均值的算术平均',
      en: 'day mean = arithmetic mean of the valid hour means',
      formula: 'D = ΣH_h / n',
      inputs: { hours: hours.map(orNull), n: means.judged.validHours },
      output: orNull(means.judged.value),
      unit: bound.limit.unit,
    },
    limitStep('D', means.judged.value, bound),
  ];
}
