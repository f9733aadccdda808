import { z } from 'zod';
import { powerOf } from '../../ledger/power.ts';
import { FLOW } from '../../ledger/water.ts';
import { below, tidy } from '../../model/compare.ts';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { factorHours, minMinutes, powerHours, usual } from './hours.ts';
import { excusedBy, sustained } from './params.ts';
import { column, filed, recentOf, runs, spanOf } from './recent.ts';
import { meanKw, namesOf, totalAt, type Unit } from './units.ts';

/**
 * Aeration or dosing takes far less power than usual while flow and load go on (regulations WTR-02). Each is held
 * against its own median over the days before; a fall of flow or load with the power is a quiet time, not a shortcut.
 */
export default defineDetector({
  title: { zh: '曝气或加药不足', en: 'Aeration too low for the load' },
  window: 'hour',
  lookbackDays: 31,
  sees: 'meters',
  params: z.strictObject({
    fall: z
      .number()
      .min(0)
      .max(1)
      .describe('低于常态功率的这一比例为不足 / share of its usual power below which treatment does too little'),
    keep: z
      .number()
      .min(0)
      .max(1)
      .describe('流量和负荷仍保持常态的这一比例 / share of their usual values that flow and load still have'),
    load: z.string().describe('表示负荷的因子 / factor that tells the load'),
    minutes: sustained,
    days: z
      .number()
      .int()
      .min(1)
      .max(30)
      .describe('取常态值的前若干天 / days before, from which the usual values are taken'),
    minHours: z.number().int().min(1).describe('各项至少需要的小时数 / hours that each of them needs'),
    minMinutes,
    excusedBy,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const treatment = view.meters
      .filter(({ outlet }) => outlet.medium === 'power' && outlet.meter?.role === 'treatment')
      .map((meter): Unit => ({ meter, kw: powerOf(meter, recent.days).kw, onAbove: 0 }));
    if (treatment.length === 0) return [];
    const day = view.days.from;
    const usualKw = usual(day, params, (d) => {
      const hours = treatment.map(({ meter }) => powerHours(meter, d, params.minMinutes));
      return Array.from({ length: 24 }, (_, h) => hours.reduce((sum, kw) => sum + kw[h]!, 0));
    });
    const usualFlow = usual(day, params, (d) => factorHours(view, d, FLOW, params.minMinutes));
    const usualLoad = usual(day, params, (d) => factorHours(view, d, params.load, params.minMinutes));
    if (usualKw === undefined || usualFlow === undefined || usualLoad === undefined) return [];
    const explained = filed(view, recent, params.excusedBy);
    const [flow, load] = [FLOW, params.load].map((factor) => column(view, recent, factor));
    const holdsUp = ({ values, flags }: typeof flow & {}, m: number, than: number) =>
      isUsable(flags[m]!) && !below(values[m]!, params.keep * than);
    const low = runs(recent, params.minutes, (m) => {
      if (explained[m] || !holdsUp(flow!, m, usualFlow) || !holdsUp(load!, m, usualLoad)) return false;
      return below(totalAt(treatment, m), params.fall * usualKw);
    });
    return low.map((run): Claim => {
      const { start, end, ...act } = spanOf(view, recent, run);
      return {
        factor: null,
        start,
        end,
        value: meanKw(treatment, run),
        limit: tidy(params.fall * usualKw),
        unit: 'kW',
        facts: {
          ...act,
          lasted: run.to - run.from,
          usualKw: tidy(usualKw),
          usualFlow: tidy(usualFlow),
          usualLoad: tidy(usualLoad),
          treatmentMeters: namesOf(treatment),
        },
      };
    });
  },
});
