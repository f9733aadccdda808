import { z } from 'zod';
import { DAY_MS } from '../../../model/beijing.ts';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors, share } from '../event.ts';

/** The same minutes of an earlier day are sent again, with some `noise` as a share of the value (F27). */
export const replay = defineEvent({
  what: 'replay',
  at: 'outlet',
  shape: { factors: factors.optional(), days: z.number().int().min(1).max(7).default(1), noise: share.default(0) },
  truth: (event) => [{ kind: 'falsification', mode: 'F27', note: `${event.days} days earlier` }],
  act: ({ factors, days, noise }, { outlet, random, reported }) => ({
    minute: (minute) => {
      const earlier = reported(outlet, minute.at - days * DAY_MS);
      if (earlier === undefined) return;
      for (const i of minute.indexes(factors)) {
        const { decimals } = minute.factors[i]!;
        minute
          .of(i)
          .set(earlier.of(i).map((was) => (noise === 0 ? was : round(was * (1 + noise * random.normal()), decimals))));
        minute.flags[i] = earlier.flags[i]!;
      }
    },
  }),
});
