import { z } from 'zod';
import { minuteText } from '../../model/beijing.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { excusedBy } from './params.ts';
import { BEFORE, filed, recentOf, spanOf } from './recent.ts';
import { namesOf, onSchema, State, stateOfAll, unitsOf } from './units.ts';

/**
 * Treatment that starts after production, or stops too soon after it (regulations PWR-02). A start or stop of
 * production is one that is steady on both sides, so that batches and flicker are none. Machines under interlock are
 * exempt; unknown power is no change of state.
 */
export default defineDetector({
  title: { zh: '治理设施未先启后停', en: 'Treatment started late or stopped early' },
  window: 'hour',
  lookbackDays: 1,
  sees: 'meters',
  params: z.strictObject({
    startLead: z
      .number()
      .int()
      .min(0)
      .max(240)
      .describe('治理应先于生产启动的分钟数 / minutes that treatment must run before production starts'),
    stopLag: z
      .number()
      .int()
      .min(0)
      .max(240)
      .describe('生产停后治理应继续的分钟数 / minutes that treatment must run on after production stops'),
    steady: z
      .number()
      .int()
      .min(1)
      .max(240)
      .describe('启停前后生产状态稳定的分钟数 / minutes that production is steady on either side of a start or stop'),
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    const { startLead, stopLag, steady } = params;
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    const treatment = unitsOf(view, 'treatment', recent, params.on);
    if (production.length === 0 || treatment.length === 0) return [];
    if (treatment.some(({ meter }) => meter.outlet.meter?.interlocked)) return [];
    const explained = filed(view, recent, params.excusedBy);
    const states = (units: typeof production) =>
      Int8Array.from({ length: recent.closed }, (_, m) => stateOfAll(units, m));
    const [prod, treat] = [states(production), states(treatment)];
    const stays = (from: number, to: number, state: number) => prod.subarray(from, to).every((s) => s === state);
    const claims: Claim[] = [];
    const tell = (event: keyof typeof EVENTS, at: number, from: number, to: number, value: number, limit: number) => {
      const { start, end, act, date } = spanOf(view, recent, { from, to });
      const says = { zh: EVENTS[event].zh, en: EVENTS[event].en };
      const changedAt = minuteText(recent.start + at * 60_000);
      const facts = { act, date, event: says, changedAt, treatmentMeters: namesOf(treatment) };
      claims.push({ factor: null, start, end, value, limit, unit: 'min', facts });
    };
    // A change is told by the window in which all that it hangs on is over.
    const horizon = Math.max(steady, stopLag);
    for (let m = Math.max(steady, BEFORE - horizon + 1); m + horizon <= recent.closed; m++) {
      if (explained[m] || prod[m] === prod[m - 1]) continue;
      if (stays(m - steady, m, State.OFF) && stays(m, m + steady, State.ON)) {
        const late = treat.indexOf(State.ON, m);
        const since = treat.subarray(0, m + 1).findLastIndex((s) => s !== State.ON) + 1;
        const lead = treat[m] === State.ON ? m - since : -((late < 0 ? recent.closed : late) - m);
        // What treatment did before the first minute that is known can have been anything.
        const known = treat[m] !== State.UNKNOWN && (treat[m] === State.OFF || treat[since - 1] === State.OFF);
        if (known && lead < startLead) tell('start', m, m, Math.max(m + 1, m - lead), lead, startLead);
      }
      if (stays(m - steady, m, State.ON) && stays(m, m + steady, State.OFF) && treat[m - steady] === State.ON) {
        const off = treat.subarray(0, m + stopLag).findIndex((s, t) => t > m - steady && s === State.OFF);
        const unbroken = treat.subarray(m - steady, off).every((s) => s === State.ON);
        if (off >= 0 && unbroken) tell('stop', m, Math.min(off, m), Math.max(off, m) + 1, off - m, stopLag);
      }
    }
    return claims;
  },
});

const EVENTS = {
  start: { zh: '生产先于治理启动', en: 'production started before treatment' },
  stop: { zh: '治理先于或过早于生产停运', en: 'treatment stopped before production or too soon after it' },
} as const;
