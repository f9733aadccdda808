import { z } from 'zod';
import { median, numbersOf } from '../../ledger/means.ts';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { isUsable } from '../../model/flag.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';

/** The O2 channel of the conversion. */
const OXYGEN = 'a19001';

/**
 * The oxygen that a reported converted value implies, 21 − (21 − ref) · C / C_conv, stands still while the measured
 * oxygen moves: the logger converts with a constant (toolbox T12; F12).
 *
 * Innocent causes that do not raise it: conversion with hourly means of O2 (the implied O2 differs from hour to hour),
 * values so small that rounding hides the ratio (left out), an hour of change of which a part has no ratio (the
 * measured oxygen of the same minutes is taken), a furnace full of air, where loggers hold a ceiling (left out), an outlet without a reference oxygen.
 */
export default defineDetector({
  title: { zh: '折算用含氧量为常数', en: 'Converted with a constant oxygen' },
  window: 'day',
  params: z.strictObject({
    factors,
    hours: z
      .number()
      .int()
      .min(2)
      .max(24)
      .describe('一日内隐含含氧量静止的小时数 / hours of a day in which the implied oxygen must stand still'),
    spread: z
      .number()
      .positive()
      .describe('% O2；隐含含氧量的变动在此以内视为静止 / % O2; the implied oxygen stands still within this'),
    moves: z
      .number()
      .positive()
      .describe(
        '% O2；实测含氧量小时均值的变动超过此值 / % O2; the hour means of the measured oxygen move by more than this',
      ),
    air: z
      .number()
      .max(21)
      .describe(
        '% O2；实测高于此值的分钟不用：接近空气时数采仪不再折算 / % O2; minutes with more measured are left out: near air loggers convert no further',
      ),
    digits: z
      .number()
      .min(1)
      .describe(
        '不足此数末位步长的数值不用：修约会掩盖比值 / values below this many steps of their last digit are left out: rounding hides the ratio',
      ),
    lastDigit: z
      .number()
      .positive()
      .describe(
        '名录未给分辨率时的末位步长，mg/m3 / mg/m3, step of the last digit where the catalogue tells no resolution',
      ),
    coarsest,
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const reference = day.o2Reference;
    if (reference === undefined) return [];
    const o2 = day.samples(OXYGEN);
    if (o2.step > params.coarsest) return [];
    return params.factors.flatMap((factor) => {
      const values = day.minutes(factor);
      const converted = day.minutes(factor, 'converted');
      if (converted.grain === undefined) return [];
      const smallest = params.digits * (view.outlet.channels[factor]?.resolution ?? params.lastDigit);
      const implied = new Float64Array(1440).fill(Number.NaN);
      // Of the same minutes: in an hour of change the others would tell another story.
      const beside = new Float64Array(1440).fill(Number.NaN);
      for (let m = 0; m < 1440; m++) {
        const usable = isUsable(values.flags[m]!) && isUsable(converted.flags[m]!);
        const oxygen = o2.values[Math.floor(m / o2.step)]!;
        if (!usable || oxygen > params.air || Math.min(values.values[m]!, converted.values[m]!) < smallest) continue;
        implied[m] = 21 - ((21 - reference) * values.values[m]!) / converted.values[m]!;
        beside[m] = oxygen;
      }
      const measured = hourly(beside, (value) => value);
      const constant = median(numbersOf(implied));
      const still = hourly(implied, (value) => Math.abs(value - constant)).map((off) => off <= params.spread);
      const hours = [...still.keys()].filter((h) => still[h] && !Number.isNaN(measured[h]!));
      const means = hours.map((h) => measured[h]!);
      const moved = Math.max(...means) - Math.min(...means);
      if (hours.length < params.hours || moved <= params.moves) return [];
      return [
        {
          factor,
          start: day.start + hours[0]! * HOUR_MS,
          end: day.start + (hours.at(-1)! + 1) * HOUR_MS,
          value: tidy(constant),
          limit: null,
          unit: '%',
          facts: {
            hours: hours.length,
            measuredFrom: tidy(Math.min(...means)),
            measuredTo: tidy(Math.max(...means)),
            reference,
            steps: [
              {
                zh: '由上报的实测值和折算值反推含氧量，逐小时与实测含氧量比较',
                en: 'oxygen implied by the reported measured and converted values, hour by hour beside the measured oxygen',
                formula: `21 − (21 − ${reference}) × C / C_conv`,
                inputs: { measured: means.map(tidy), hours },
                output: tidy(constant),
                unit: '%',
              },
            ],
            ...evidence(params.score, [`emission/${OXYGEN}`, 'logger'], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  {
    zh: '不是按小时平均含氧量折算：各小时反推值相同',
    en: 'not a conversion with hourly means of oxygen: every hour implies the same',
  },
  { zh: '数值足够大，修约不能解释', en: 'the values are large enough that rounding does not explain it' },
];

/** Median of each hour's values, NaN for an hour with fewer than half of its values. */
function hourly(values: Float64Array, of: (value: number) => number): number[] {
  return Array.from({ length: 24 }, (_, h) => {
    const there = numbersOf(values, h * 60, (h + 1) * 60).map(of);
    return there.length < 30 ? Number.NaN : median(there);
  });
}
