import { z } from 'zod';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { exceptUnder, excusedBy, sustained } from './params.ts';
import { column, filed, type Recent, recentOf, runs, spanOf } from './recent.ts';
import { reportedState, signalsSchema } from './reported.ts';
import { namesOf, onSchema, State, stateOfAll, type Unit, unitsOf } from './units.ts';

/**
 * The outlet reports emissions of a running process, while production takes no power (regulations PWR-08): data made
 * up, or a meter moved. A meter whose own voltage is gone may be at fault, so it says nothing.
 */
export default defineDetector({
  title: { zh: '报运行而生产无用电', en: 'No power while reported running' },
  window: 'hour',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({
    minutes: sustained,
    signals: signalsSchema,
    stoppedUnder: exceptUnder.describe('表示停运的标记 / marks that say that the outlet is stopped'),
    voltages: z.array(z.string()).describe('电表电压编码的前缀 / code prefixes of the voltages that a meter reports'),
    minVolts: z
      .number()
      .min(0)
      .describe('V；任一相低于此值时电表可能有故障 / V; a meter with less on any phase may be at fault'),
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    if (production.length === 0) return [];
    const faulty = production.map((unit) => deadVoltage(unit, recent, params));
    const reported = reportedState(view, recent, params.signals, params.stoppedUnder);
    const explained = filed(view, recent, params.excusedBy);
    const absent = runs(recent, params.minutes, (m) => {
      if (explained[m] || faulty.some((dead) => dead[m])) return false;
      return reported[m] === State.ON && stateOfAll(production, m) === State.OFF;
    });
    return absent.map((run): Claim => {
      const { start, end, ...act } = spanOf(view, recent, run);
      return {
        factor: null,
        start,
        end,
        value: run.to - run.from,
        limit: params.minutes,
        unit: 'min',
        facts: { ...act, productionMeters: namesOf(production) },
      };
    });
  },
});

/** 1 for each minute in which a voltage that the meter reports is missing or too low. */
function deadVoltage({ meter }: Unit, recent: Recent, params: { voltages: string[]; minVolts: number }): Uint8Array {
  const dead = new Uint8Array(recent.closed);
  const due = [...meter.day(recent.days.from + 1).due];
  for (const factor of due.filter((code) => params.voltages.some((prefix) => code.startsWith(prefix)))) {
    const { values, flags } = column(meter, recent, factor);
    for (let m = 0; m < recent.closed; m++) if (!isUsable(flags[m]!) || values[m]! < params.minVolts) dead[m] = 1;
  }
  return dead;
}
