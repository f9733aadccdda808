import { z } from 'zod';
import { DAY_MS } from '../../../model/beijing.ts';
import { defineEvent, factors } from '../event.ts';

/** The same minutes of an earlier day are sent again (F27). */
export const replay = defineEvent({
  what: 'replay',
  at: 'outlet',
  shape: { factors: factors.optional(), days: z.number().int().min(1).max(7).default(1) },
  truth: (event) => [{ kind: 'falsification', mode: 'F27', note: `${event.days} days earlier` }],
  act: ({ factors, days }, { outlet, reported }) => ({
    minute: (minute) => {
      const earlier = reported(outlet, minute.at - days * DAY_MS);
      if (earlier === undefined) return;
      for (const i of minute.indexes(factors)) {
        minute.of(i).set(earlier.of(i));
        minute.flags[i] = earlier.flags[i]!;
      }
    },
  }),
});
