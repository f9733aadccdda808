import { z } from 'zod';
import { defineEvent, factors } from '../event.ts';

/** An honest error of instruments until the next service: `truth · gain + offset`. */
export const drift = defineEvent({
  what: 'drift',
  at: 'furnace',
  shape: { factors, gain: z.number().positive().default(1), offset: z.number().default(0) },
  truth: (event) => [{ kind: 'benign', mode: 'drift', factors: event.factors }],
  act: ({ factors, gain, offset }) => ({
    faults: (faults) => {
      for (const factor of factors) faults.bias.set(factor, { gain, offset });
    },
  }),
});
