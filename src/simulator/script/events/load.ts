import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** The furnace runs at another share of its rated throughput. */
export const load = defineEvent({
  what: 'load',
  at: 'furnace',
  shape: { level: z.number().min(0.5).max(1.15) },
  truth: ({ level }) => [{ kind: 'benign', mode: 'load', note: `load ${level}` }],
  act: ({ level }) => ({
    levers: (levers) => {
      levers.load = level;
    },
  }),
});
