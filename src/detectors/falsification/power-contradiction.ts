import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { excusedBy, sustained } from '../power-water/params.ts';
import { BEFORE, filed, type Run, recentOf, runs, spanOf } from '../power-water/recent.ts';
import { meanKw, namesOf, onSchema, State, stateOfAll, unitsOf } from '../power-water/units.ts';

/**
 * Production runs, every treatment unit is off, and the emission that it treats does not rise (F38). That treatment is
 * off is `power-water/treatment-off`'s to say; here two independent sensors contradict each other.
 *
 * Innocent causes that do not raise it: shared or spare treatment that runs, gaps of power or emission, a filed bypass,
 * emission that rises as it must. A meter of treatment that fails shows the same: the score stays below a lead.
 */
export default defineDetector({
  title: { zh: '治理停运而排放数据不变', en: 'Treatment off, emission unchanged' },
  window: 'day',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({
    factors,
    minutes: sustained,
    on: onSchema,
    excusedBy,
    before: z
      .number()
      .int()
      .min(10)
      .max(720)
      .describe('停运前用于比较的分钟数 / minutes before it that the emission is compared with'),
    rise: z.number().min(1).describe('不高于此前的倍数视为没有上升 / up to so many times as before it has not risen'),
    score,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    const treatment = unitsOf(view, 'treatment', recent, params.on);
    if (production.length === 0 || treatment.length === 0) return [];
    const explained = filed(view, recent, params.excusedBy);
    const off = runs(recent, params.minutes, (m) => {
      return !explained[m] && stateOfAll(production, m) === State.ON && stateOfAll(treatment, m) === State.OFF;
    });
    const days = [view.day(recent.days.from), view.day(recent.days.from + 1)] as const;
    return off.flatMap((run) =>
      params.factors.flatMap((factor): Claim[] => {
        const during = level(days, factor, run);
        const before = level(days, factor, { from: Math.max(0, run.from - params.before), to: run.from });
        // Nothing to compare with, or nothing that could rise.
        if (!(before > 0) || Number.isNaN(during) || during > params.rise * before) return [];
        const { start, end, ...act } = spanOf(view, recent, run);
        return [
          {
            factor,
            start,
            end,
            value: tidy(during),
            limit: null,
            unit: factorUnit(factor) || null,
            facts: {
              comparedWith: tidy(before),
              ...act,
              minutes: run.to - run.from,
              productionKw: meanKw(production, run),
              treatmentKw: meanKw(treatment, run),
              treatmentMeters: namesOf(treatment),
              ...evidence(params.score, ['power', `emission/${factor}`], AGAINST),
            },
          },
        ];
      }),
    );
  },
});

const AGAINST = [
  { zh: '没有共用或备用治理设施在运行', en: 'no shared or spare treatment runs' },
  { zh: '未能核查：治理设施电表是否故障', en: 'not looked at: whether the meter of the treatment failed' },
];

/** Median over minutes of two days; NaN where fewer than half of them are there. */
function level(days: readonly [DayView, DayView], factor: string, { from, to }: Run): number {
  const values: number[] = [];
  const columns = days.map((day) => day.samples(factor));
  for (let m = from; m < to; m++) {
    const { step, values: column } = columns[m < BEFORE ? 0 : 1]!;
    const value = column[Math.floor((m % BEFORE) / step)]!;
    if (!Number.isNaN(value)) values.push(value);
  }
  return values.length * 2 < to - from ? Number.NaN : median(values);
}
