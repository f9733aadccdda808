import { z } from 'zod';
import { below, tidy } from '../../model/compare.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { minMinutes, powerHours, usual } from './hours.ts';
import { excusedBy, sustained } from './params.ts';
import { filed, recentOf, runs, spanOf } from './recent.ts';
import { meanKw, namesOf, onSchema, State, stateOfAll, totalAt, type Unit, unitsOf } from './units.ts';

/**
 * Treatment runs, but takes far less power than it usually does for what production takes (regulations PWR-03): the
 * ratio of both against its own median over the days before, which follows a season. Units with frequency converters
 * are exempt. Treatment that is off is the task of `treatment-off`.
 */
export default defineDetector({
  title: { zh: '治理设施低负荷运行', en: 'Treatment under-loaded' },
  window: 'hour',
  lookbackDays: 31,
  sees: 'meters',
  params: z.strictObject({
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('低于常态比值的这一比例为低负荷 / share of the usual ratio below which treatment does too little'),
    minutes: sustained,
    days: z
      .number()
      .int()
      .min(1)
      .max(30)
      .describe('取常态比值的前若干天 / days before, from which the usual ratio is taken'),
    minHours: z
      .number()
      .int()
      .min(1)
      .describe('常态比值至少需要的生产小时数 / hours with production that the usual ratio needs'),
    minMinutes,
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    const treatment = unitsOf(view, 'treatment', recent, params.on);
    if (production.length === 0 || treatment.length === 0) return [];
    if (treatment.some(({ meter }) => meter.outlet.meter?.variableFrequency)) return [];
    const baseline = usual(view.days.from, params, (day) => ratios(production, treatment, day, params.minMinutes));
    if (baseline === undefined) return [];
    const explained = filed(view, recent, params.excusedBy);
    const least = params.share * baseline;
    const low = runs(recent, params.minutes, (m) => {
      if (explained[m] || stateOfAll(production, m) !== State.ON || stateOfAll(treatment, m) !== State.ON) return false;
      return below(totalAt(treatment, m) / totalAt(production, m), least);
    });
    return low.map((run): Claim => {
      const { start, end, ...act } = spanOf(view, recent, run);
      const [productionKw, treatmentKw] = [meanKw(production, run)!, meanKw(treatment, run)!];
      return {
        factor: null,
        start,
        end,
        value: tidy(treatmentKw / productionKw),
        limit: tidy(least),
        unit: null,
        facts: {
          ...act,
          lasted: run.to - run.from,
          usualRatio: tidy(baseline),
          productionKw,
          treatmentKw,
          treatmentMeters: namesOf(treatment),
        },
      };
    });
  },
});

/** Treatment's power over production's, of each hour of a day in which production ran. */
function ratios(production: readonly Unit[], treatment: readonly Unit[], day: number, needed: number): number[] {
  const made = production.map((unit) => ({ hours: powerHours(unit.meter, day, needed), above: unit.onAbove }));
  const treated = treatment.map((unit) => powerHours(unit.meter, day, needed));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return Array.from({ length: 24 }, (_, h) => {
    if (!made.some(({ hours, above }) => hours[h]! > above)) return Number.NaN;
    return sum(treated.map((hours) => hours[h]!)) / sum(made.map(({ hours }) => hours[h]!));
  });
}
