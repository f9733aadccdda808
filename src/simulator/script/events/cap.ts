import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors, share } from '../event.ts';

/**
 * Readings above `level` (as measured) become the level, with some jitter below it (F21); `range`: because the range of the
 * analogue output was set to it (F11), which an instrument that tells its settings tells.
 */
export const cap = defineEvent({
  what: 'cap',
  at: 'outlet',
  shape: { factors, level: z.number(), jitter: share.default(0.02), range: z.boolean().default(false) },
  truth: (event) => [
    {
      kind: 'falsification',
      mode: event.range ? 'F11' : 'F21',
      factors: event.factors,
      note: `capped at ${event.level}`,
    },
  ],
  act: ({ factors, level, jitter, range }, { random }) => ({
    faults: ({ set }) => {
      if (range) for (const factor of factors) set.set(factor, { ...set.get(factor), range: level });
    },
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
