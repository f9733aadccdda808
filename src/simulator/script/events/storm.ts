import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Rain: so many times the usual water comes, thin. An honest look-alike of F02. */
export const storm = defineEvent({
  what: 'storm',
  at: 'works',
  shape: { times: z.number().min(1).default(2.2) },
  truth: ({ times }) => [{ kind: 'benign', mode: 'storm', note: `${times} times the inflow` }],
  act: ({ times }) => ({
    water: (levers) => {
      levers.inflow = times;
      levers.rain = true;
    },
  }),
});
