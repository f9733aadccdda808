import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors } from '../event.ts';

/** A program invents minute values within a band, none of them a consequence of the plant (F20). */
export const generate = defineEvent({
  what: 'generate',
  at: 'outlet',
  shape: { factors, between: z.tuple([z.number(), z.number()]) },
  truth: ({ factors, between: [low, high] }) => [
    { kind: 'falsification', mode: 'F20', factors, note: `invented between ${low} and ${high}` },
  ],
  act: ({ factors, between }, { random }) => ({
    minute: (minute) => {
      for (const i of minute.indexes(factors)) {
        minute.of(i).fill(round(random.between(...between), minute.factors[i]!.decimals));
        minute.flags[i] = 'N';
      }
    },
  }),
});
