import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors } from '../event.ts';

/** Slope or K-factor changed: readings are multiplied (F10; F13 where it is the velocity). */
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
