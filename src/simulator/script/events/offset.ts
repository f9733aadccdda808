import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors } from '../event.ts';

/** Intercept changed: the same amount is taken off every reading, and nothing goes below zero (F10). */
export const offset = defineEvent({
  what: 'offset',
  at: 'outlet',
  shape: { factors, by: z.number() },
  truth: (event) => [{ kind: 'falsification', mode: 'F10', factors: event.factors, note: `+ ${event.by}` }],
  act: ({ factors, by }) => ({
    faults: ({ set }) => {
      for (const factor of factors) set.set(factor, { ...set.get(factor), intercept: by });
    },
    minute: (minute) => {
      for (const i of minute.indexes(factors)) {
        const readings = minute.of(i);
        readings.forEach((reading, r) => {
          readings[r] = Math.max(0, round(reading + by, minute.factors[i]!.decimals));
        });
      }
    },
  }),
});
