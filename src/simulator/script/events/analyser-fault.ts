import { z } from 'zod';
import { SHOWS } from '../../cems/faults.ts';
import { defineEvent, factors } from '../event.ts';

/** Instruments break and show zero, their last value, three times too much, or nothing; `flagged` = marked D by the device. */
export const analyserFault = defineEvent({
  what: 'analyser-fault',
  at: 'furnace',
  shape: { factors, shows: z.enum(SHOWS), flagged: z.boolean().default(true) },
  truth: (event) => [
    {
      kind: 'benign',
      mode: 'analyser-fault',
      factors: event.factors,
      note: `${event.shows}, ${event.flagged ? 'flag D' : 'unmarked'}`,
    },
  ],
  act: ({ factors, shows, flagged }) => ({
    faults: (faults) => {
      for (const factor of factors) faults.broken.set(factor, { shows, flagged });
    },
  }),
});
