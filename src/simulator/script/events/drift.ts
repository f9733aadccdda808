import { z } from 'zod';
import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent, factors } from '../event.ts';

/** An honest error of instruments that grows until the next service: at its end `truth · gain + offset`. */
export const drift = defineEvent({
  what: 'drift',
  at: 'furnace',
  shape: { factors, gain: z.number().positive().default(1), offset: z.number().default(0) },
  truth: (event) => [{ kind: 'benign', mode: 'drift', factors: event.factors }],
  act: ({ factors, gain, offset }, { span }) => {
    const all = (span.end - span.start) / MINUTE_MS;
    let minutes = 0;
    return {
      faults: (faults) => {
        const grown = ++minutes / all;
        for (const factor of factors) faults.bias.set(factor, { gain: 1 + grown * (gain - 1), offset: grown * offset });
      },
    };
  },
});
