import { z } from 'zod';
import { type WaterDay, waterDay } from '../../ledger/water.ts';
import type { Facts } from '../../model/alert.ts';
import { dateText } from '../../model/beijing.ts';
import { below, exceeds, tidy } from '../../model/compare.ts';
import type { BoundLimit } from '../../model/outlet.ts';
import { type Claim, defineDetector, type Step } from '../detector.ts';
import { factors, waterValidity } from '../params.ts';

/**
 * Daily value of waste water beyond its limit: the flow-weighted mean (GB 18918-2002 4.1.4.2, HJ 356-2019; LIM-03,
 * VAL-04), for ranges such as pH the median of the hours. Where a milder limit would hold in cold water and the
 * temperature is unknown, what only the usual limit forbids is told for information.
 */
export default defineDetector({
  title: { zh: '废水日均值超标', en: 'Daily value of waste water beyond the limit' },
  window: 'day',
  params: z.strictObject({ factors, ...waterValidity }),
  evaluate(view, params) {
    const shown = view.day(view.days.from);
    return params.factors.flatMap((factor): Claim[] => {
      const bound = shown.limit(factor, 'day');
      if (!bound) return [];
      const day = waterDay(shown, factor, params);
      const { min, value: max, unit } = bound.limit;
      const value = min === undefined ? day.mean : day.median;
      const low = min !== undefined && below(value, min);
      if (!low && !exceeds(value, max)) return [];
      const limit = low ? min : max;
      const doubtful = bound.unless !== undefined && !exceeds(value, bound.unless.value);
      const facts: Facts = {
        act: `${view.outlet.id}/${dateText(view.days.from)}`,
        date: dateText(view.days.from),
        judgedOn: min === undefined ? DAY_MEAN : MEDIAN,
        ...factsOf(day, bound),
        steps: stepsOf(day, bound, value, limit),
      };
      return [{ factor, value: tidy(value), limit, unit, informational: doubtful, facts }];
    });
  },
});

const DAY_MEAN = { zh: '日均值', en: 'daily mean' };
const MEDIAN = { zh: '小时值中位数', en: 'median of the hours' };

const orNull = (value: number) => (Number.isNaN(value) ? null : tidy(value));

function factsOf(day: WaterDay, { limit, why, unless }: BoundLimit): Facts {
  return {
    validHours: day.validHours,
    dueHours: day.dueHours,
    dryHours: day.dryHours,
    lost: day.lost,
    hours: [...day.hours].map(orNull),
    loadKg: day.load ? tidy(day.load.kg) : null,
    waterM3: day.load ? tidy(day.load.m3) : null,
    limitSource: limit.source,
    limitWhy: { zh: why.zh, en: why.en },
    ...(unless ? { milderLimit: unless.value, dependsOn: unless.when!.factor } : {}),
  };
}

function stepsOf(day: WaterDay, { limit }: BoundLimit, value: number, broken: number): Step[] {
  const range = limit.min !== undefined;
  return [
    {
      zh: '有排水的小时，去掉停运、维护、负值和流量未知的小时',
      en: 'hours with discharge, without those out of service, in maintenance, negative or of unknown flow',
      formula: 'n / N',
      inputs: { valid: day.validHours, due: day.dueHours, dry: day.dryHours, ...day.lost },
      output: `${day.validHours} h`,
      unit: null,
    },
    {
      zh: range ? '有效小时值的中位数' : day.load ? '按流量加权的日均值' : '有效小时均值的算术平均（无流量数据）',
      en: range ? 'median of the valid hours' : day.load ? 'flow-weighted mean' : 'arithmetic mean (no flow measured)',
      formula: range ? 'median(C)' : day.load ? 'ΣC·Q / ΣQ' : 'ΣC / n',
      inputs: { loadKg: day.load ? tidy(day.load.kg) : null, waterM3: day.load ? tidy(day.load.m3) : null },
      output: tidy(value),
      unit: limit.unit || null,
    },
    {
      zh: '与当日适用的限值比较（氨氮按当日水温选取限值）',
      en: 'compared with the limit that bound that day (of NH3-N by the water temperature of the day)',
      formula: value < broken ? 'D < L' : 'D > L',
      inputs: { D: tidy(value), L: broken, source: limit.source },
      output: value < broken ? 'D < L' : 'D > L',
      unit: null,
    },
  ];
}
