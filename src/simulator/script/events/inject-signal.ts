import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { Wander } from '../../plant/wander.ts';
import { defineEvent, factors, share } from '../event.ts';

/** A resistor or a signal generator in place of the analyser's output: a calm signal near the first value (F18). */
export const injectSignal = defineEvent({
  what: 'inject-signal',
  at: 'outlet',
  shape: { factors, level: z.number().optional(), sway: share.default(0.08) },
  truth: (event) => [{ kind: 'falsification', mode: 'F18', factors: event.factors, note: 'injected signal' }],
  act: ({ factors, level, sway }, { random }) => {
    const signals = new Map(factors.map((code) => [code, new Wander(random.fork(code), 3 * 3600)]));
    const centers = new Map<string, number>();
    return {
      minute: (minute) => {
        for (const i of minute.indexes(factors)) {
          const { code, decimals } = minute.factors[i]!;
          const readings = minute.of(i);
          const center = centers.get(code) ?? level ?? readings[0]!;
          centers.set(code, center);
          readings.forEach((_, r) => {
            readings[r] = round(center * Math.max(0, 1 + sway * signals.get(code)!.step()), decimals);
          });
        }
      },
    };
  },
});
