import { z } from 'zod';
import { powerOf } from '../../ledger/power.ts';
import { dateText, MINUTE_MS } from '../../model/beijing.ts';
import { below, exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { excusedBy } from './params.ts';
import { covered } from './recent.ts';

/**
 * A production meter that takes far more energy by night than by day (regulations PWR-10, the watch list of Zhuzhou).
 * Worth a look only: many a plant works by night for the tariff.
 */
export default defineDetector({
  title: { zh: '夜间用电偏高', en: 'More energy by night than by day' },
  window: 'day',
  params: z.strictObject({
    times: z
      .number()
      .positive()
      .describe('夜间用电超过日间的这一倍数时提示 / energy of the night over that of the day, above which it is told'),
    nightFrom: z.number().int().min(0).max(23).describe('夜间开始的钟点 / hour of the day at which the night begins'),
    nightTo: z.number().int().min(0).max(23).describe('夜间结束的钟点 / hour of the day at which it ends'),
    complete: z
      .number()
      .min(0)
      .max(1)
      .describe('两段各自必须有数的分钟比例 / share of the minutes of either that must be known'),
    leastKwh: z.number().min(0).describe('kWh；夜间用电低于此值不提示 / kWh; a night below it is not worth telling'),
    excusedBy,
  }),
  evaluate(view, params) {
    if (view.outlet.meter?.role !== 'production') return [];
    const { kw } = powerOf(view, view.days);
    const filings = (view.outlet.filings ?? []).filter(({ kind }) => params.excusedBy.includes(kind));
    const explained = covered({ days: view.days, start: view.start, closed: 1440 }, filings);
    if (explained.some(Boolean)) return [];
    const isNight = (m: number) => {
      const h = Math.floor(m / 60);
      const { nightFrom, nightTo } = params;
      return nightFrom < nightTo ? h >= nightFrom && h < nightTo : h >= nightFrom || h < nightTo;
    };
    const part = (night: boolean) => {
      const all = [...kw.keys()].filter((m) => isNight(m) === night);
      const known = all.map((m) => kw[m]!).filter((value) => !Number.isNaN(value));
      const enough = known.length >= params.complete * all.length;
      return enough ? known.reduce((sum, value) => sum + value / 60, 0) : Number.NaN;
    };
    const [night, day] = [part(true), part(false)];
    if (Number.isNaN(day) || below(night, params.leastKwh) || !exceeds(night, params.times * day)) return [];
    return [
      {
        factor: null,
        end: view.start + 1440 * MINUTE_MS,
        value: tidy(night),
        limit: tidy(params.times * day),
        unit: 'kWh',
        informational: true,
        facts: { date: dateText(view.days.from), nightKwh: tidy(night), dayKwh: tidy(day) },
      },
    ];
  },
});
