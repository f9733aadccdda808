import { z } from 'zod';
import type { Facts } from '../../model/alert.ts';
import { tidy } from '../../model/compare.ts';
import { type Claim, defineDetector, type Step } from '../detector.ts';
import { exceptUnder, excusedBy, sustained } from './params.ts';
import { filed, marked, type Run, recentOf, runs, spanOf } from './recent.ts';
import { meanKw, namesOf, onSchema, State, stateOfAll, type Unit, unitsOf } from './units.ts';

/**
 * Production runs while every treatment unit of an outlet is off (regulations PWR-01). A unit whose power is not known
 * is not off, one that runs in place of another or for several lines is on, so gaps, spare and shared treatment accuse
 * nobody. Indirect evidence: it calls for a check on site. Blind to treatment that runs empty; see `idling-treatment`.
 */
export default defineDetector({
  title: { zh: '生产设施运行而治理设施停运', en: 'Production on, treatment off' },
  window: 'hour',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({ minutes: sustained, on: onSchema, exceptUnder, excusedBy }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    const treatment = unitsOf(view, 'treatment', recent, params.on);
    if (production.length === 0 || treatment.length === 0) return [];
    const except = marked(view, recent, params.exceptUnder);
    const explained = filed(view, recent, params.excusedBy);
    const off = runs(recent, params.minutes, (m) => {
      if (except[m] || explained[m]) return false;
      return stateOfAll(production, m) === State.ON && stateOfAll(treatment, m) === State.OFF;
    });
    return off.map((run): Claim => {
      const { start, end, ...act } = spanOf(view, recent, run);
      const facts = { ...act, ...factsOf(production, treatment, run), steps: stepsOf(production, treatment, run) };
      return { factor: null, start, end, value: run.to - run.from, limit: params.minutes, unit: 'min', facts };
    });
  },
});

const onAbove = (units: readonly Unit[]) =>
  Object.fromEntries(units.map(({ meter, onAbove: kw }) => [meter.outlet.id, tidy(kw)]));

function factsOf(production: readonly Unit[], treatment: readonly Unit[], run: Run): Facts {
  return {
    productionKw: meanKw(production, run),
    treatmentKw: meanKw(treatment, run),
    productionMeters: namesOf(production),
    treatmentMeters: namesOf(treatment),
    onAbove: onAbove([...production, ...treatment]),
  };
}

function stepsOf(production: readonly Unit[], treatment: readonly Unit[], run: Run): Step[] {
  return [
    {
      zh: '逐分钟功率：先取有功功率，其次总用电量的增量，再次电流；缺数的分钟不作判断',
      en: 'power minute by minute: active power, else the rise of the counter, else the current; unknown minutes are not judged',
      formula: 'P',
      inputs: { productionKw: meanKw(production, run), treatmentKw: meanKw(treatment, run) },
      output: null,
      unit: 'kW',
    },
    {
      zh: '生产任一设施高于启动值、治理全部设施不高于启动值的连续分钟',
      en: 'unbroken minutes with one production unit above its threshold and no treatment unit above its own',
      formula: 'P_prod > on ∧ every P_treat ≤ on',
      inputs: { onAbove: onAbove([...production, ...treatment]) },
      output: run.to - run.from,
      unit: 'min',
    },
  ];
}
