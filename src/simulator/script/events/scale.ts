import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors } from '../event.ts';

/**
 * Slope or K-factor changed: readings are multiplied (F10; F13 where it is the velocity). It is changed behind the tap of
 * the plant's own control, which goes on by the true values; an instrument that tells its settings tells this one too.
 */
export const scale = defineEvent({
  what: 'scale',
  at: 'outlet',
  shape: { factors, by: z.number().positive() },
  truth: (event) => [
    {
      kind: 'falsification',
      mode: event.factors.includes('a01011') ? 'F13' : 'F10',
      factors: event.factors,
      note: `× ${event.by}`,
    },
  ],
  act: ({ factors, by }) => ({
    faults: ({ set }) => {
      for (const factor of factors) set.set(factor, { ...set.get(factor), slope: by });
    },
    minute: (minute) => {
      for (const i of minute.indexes(factors)) {
        const readings = minute.of(i);
        readings.forEach((reading, r) => {
          readings[r] = round(reading * by, minute.factors[i]!.decimals);
        });
      }
    },
  }),
});
