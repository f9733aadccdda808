import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors, share } from '../event.ts';

/** Readings above `level` (as measured) become the level, with some jitter below it (F21). */
export const cap = defineEvent({
  what: 'cap',
  at: 'outlet',
  shape: { factors, level: z.number(), jitter: share.default(0.02) },
  truth: (event) => [{ kind: 'falsification', mode: 'F21', factors: event.factors, note: `capped at ${event.level}` }],
  act: ({ factors, level, jitter }, { random }) => ({
    minute: (minute) => {
      for (const i of minute.indexes(factors)) {
        const readings = minute.of(i);
        readings.forEach((reading, r) => {
          if (reading > level)
            readings[r] = round(level * (1 - jitter * random.uniform()), minute.factors[i]!.decimals);
        });
      }
    },
  }),
});
