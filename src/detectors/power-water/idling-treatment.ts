import { z } from 'zod';
import { tidy } from '../../model/compare.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { excusedBy, sustained } from './params.ts';
import { filed, recentOf, runs, spanOf } from './recent.ts';
import { meanKw, namesOf, onSchema, State, stateOfAll, unitsOf } from './units.ts';

/**
 * A treatment fan or pump takes what it takes without load, while production runs (空转; regulations PWR-04): a broken
 * belt, a closed damper, a dry pump. Needs the no-load power of the meter in the catalogue. The dips of a bag filter's
 * cleaning are shorter than the time asked for.
 */
export default defineDetector({
  title: { zh: '治理设施空转', en: 'Treatment idling' },
  window: 'hour',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({
    band: z
      .number()
      .min(0)
      .max(1)
      .describe('空载功率上下的这一比例仍为空载 / share of the no-load power on either side that still is no load'),
    minutes: sustained,
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    if (production.length === 0) return [];
    const explained = filed(view, recent, params.excusedBy);
    return unitsOf(view, 'treatment', recent, params.on).flatMap((unit) => {
      const noLoadKw = unit.meter.outlet.meter?.noLoadKw;
      if (noLoadKw === undefined) return [];
      const [least, most] = [noLoadKw * (1 - params.band) - 1e-9, noLoadKw * (1 + params.band) + 1e-9];
      const idle = runs(recent, params.minutes, (m) => {
        const kw = unit.kw[m]!;
        return !explained[m] && kw >= least && kw <= most && stateOfAll(production, m) === State.ON;
      });
      return idle.map((run): Claim => {
        const { start, end, ...act } = spanOf(view, recent, run);
        return {
          factor: null,
          start,
          end,
          value: run.to - run.from,
          limit: params.minutes,
          unit: 'min',
          facts: {
            ...act,
            treatmentMeters: namesOf([unit]),
            treatmentKw: meanKw([unit], run),
            productionKw: meanKw(production, run),
            noLoadKw: tidy(noLoadKw),
          },
        };
      });
    });
  },
});
