import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Somebody lets strong waste water into the sewer. */
export const overload = defineEvent({
  what: 'overload',
  at: 'works',
  shape: { times: z.number().min(1) },
  truth: ({ times }) => [{ kind: 'process', mode: 'overload', note: `${times} times as strong` }],
  act: ({ times }) => ({
    water: (levers) => {
      levers.strength = times;
    },
  }),
});
