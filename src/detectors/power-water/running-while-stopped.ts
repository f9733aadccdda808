import { z } from 'zod';
import { type Claim, defineDetector } from '../detector.ts';
import { exceptUnder, sustained } from './params.ts';
import { recentOf, runs, spanOf } from './recent.ts';
import { reportedState, signalsSchema } from './reported.ts';
import { meanKw, namesOf, onSchema, State, stateOfAll, unitsOf } from './units.ts';

/**
 * The outlet says that it is stopped (a 停运 mark, instruments flagged F, no flow), while the meter of its production
 * shows high power (regulations PWR-07; falsification F34). Only meters that measure for this outlet alone accuse it.
 */
export default defineDetector({
  title: { zh: '报停运而生产用电', en: 'Power drawn while reported stopped' },
  window: 'hour',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({
    minutes: sustained,
    signals: signalsSchema,
    stoppedUnder: exceptUnder.describe('表示停运的标记 / marks that say that the outlet is stopped'),
    on: onSchema,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on).filter(
      ({ meter }) => meter.outlet.meter!.serves.length === 1,
    );
    if (production.length === 0) return [];
    const reported = reportedState(view, recent, params.signals, params.stoppedUnder);
    const both = runs(recent, params.minutes, (m) => {
      return reported[m] === State.OFF && stateOfAll(production, m) === State.ON;
    });
    return both.map((run): Claim => {
      const { start, end, ...act } = spanOf(view, recent, run);
      return {
        factor: null,
        start,
        end,
        value: run.to - run.from,
        limit: params.minutes,
        unit: 'min',
        facts: { ...act, productionKw: meanKw(production, run), productionMeters: namesOf(production) },
      };
    });
  },
});
