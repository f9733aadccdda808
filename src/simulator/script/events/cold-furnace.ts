import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Wet waste burns without help from the burners: the chamber is `by` ℃ colder. */
export const coldFurnace = defineEvent({
  what: 'cold-furnace',
  at: 'furnace',
  shape: { by: z.number().min(10).max(600) },
  truth: ({ by }) => [{ kind: 'process', mode: 'cold-furnace', note: `chamber ${by} ℃ colder` }],
  act: ({ by }) => ({
    levers: (levers) => {
      levers.cold = by;
    },
  }),
});
