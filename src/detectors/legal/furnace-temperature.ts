import { z } from 'zod';
import { exemptMinutes } from '../../ledger/adjudicate.ts';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { dateText, minuteText } from '../../model/beijing.ts';
import { below, tidy } from '../../model/compare.ts';
import { defineDetector, type Step } from '../detector.ts';
import { markKind } from '../params.ts';

export const temperatureParams = {
  sections: z
    .array(z.string())
    .min(1)
    .describe('热电偶编码前缀：上部、中部 / thermocouple code prefixes: upper, middle'),
  mean: z
    .string()
    .describe('没有热电偶数据时代表炉温的因子 / factor that states the mean where there are no thermocouples'),
  slotMinutes: z
    .number()
    .int()
    .min(1)
    .max(5)
    .describe('5 分钟时段需要的有效分钟数 / usable minutes that a 5-minute slot needs'),
  faultMarks: z.array(markKind).describe('使热电偶退出计算的标记 / marks that take thermocouples out'),
};

/**
 * Too many 5-minute means of the furnace temperature below the minimum in one natural day (MEE Order 10, Art. 7 and
 * 11; MEE press Q&A: cumulative, more than five; WTE-04). The exemption of a minute does not fall with particulate.
 */
export default defineDetector({
  title: { zh: '炉膛温度不达标', en: 'Furnace temperature too low' },
  window: 'day',
  params: z.strictObject({
    ...temperatureParams,
    minimum: z.number().describe('低于此温度（℃）的时段不合格 / ℃; a slot below it has failed'),
    allowed: z.number().int().min(0).describe('一日内允许的不合格时段数 / failed slots a day that are still allowed'),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const excluded = exemptMinutes(day, []);
    const stopped = day.minutesMarked(MarkBit.STOPPED);
    for (let m = 0; m < excluded.length; m++) excluded[m]! |= stopped[m]!;
    const spec = { ...params, minMinutes: params.slotMinutes, coarsest: 'five' as const };
    const { slots, from } = furnaceTemperature(day, spec, excluded);
    const failed = [...slots.keys()].filter((s) => below(slots[s]!, params.minimum));
    if (failed.length <= params.allowed) return [];
    const at = (slot: number) => day.start + slot * 300_000;
    const lowest = failed.reduce((a, b) => (slots[b]! < slots[a]! ? b : a));
    const steps: Step[] = [
      {
        zh: '各热电偶 5 分钟均值，分区取中位数，再取各区平均',
        en: '5-minute mean per thermocouple, median per section, mean of the sections',
        formula: 'T = mean(median(upper), median(middle))',
        inputs: { from, exemptAndStoppedMinutes: excluded.reduce((n, bit) => n + bit, 0) },
        output: [...slots].filter((v) => !Number.isNaN(v)).length,
        unit: null,
      },
      {
        zh: `低于 ${params.minimum} ℃ 的时段计数，当日累计超过 ${params.allowed} 次`,
        en: `slots below ${params.minimum} ℃ counted; more than ${params.allowed} in the day`,
        formula: `#(T < ${params.minimum}) > ${params.allowed}`,
        inputs: { failed: failed.map((s) => `${minuteText(at(s)).slice(11)} ${tidy(slots[s]!)}`) },
        output: failed.length,
        unit: 'slots',
      },
    ];
    return [
      {
        factor: null,
        value: failed.length,
        limit: params.allowed,
        unit: 'slots',
        facts: {
          act: `${day.outlet.id}/${dateText(day.day)}`,
          date: dateText(day.day),
          minimum: params.minimum,
          lowest: tidy(slots[lowest]!),
          lowestAt: minuteText(at(lowest)),
          firstAt: minuteText(at(failed[0]!)),
          lastAt: minuteText(at(failed.at(-1)! + 1)),
          from,
          slots: failed.map((s) => [minuteText(at(s)), tidy(slots[s]!)]),
          steps,
        },
      },
    ];
  },
});
