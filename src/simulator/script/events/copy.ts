import { z } from 'zod';
import { defineEvent, factors } from '../event.ts';

/** The readings of another furnace are sent as this one's (F28). */
export const copy = defineEvent({
  what: 'copy',
  at: 'outlet',
  shape: { of: z.string(), factors: factors.optional() },
  truth: (event) => [{ kind: 'falsification', mode: 'F28', note: `copies ${event.of}` }],
  act: ({ of, factors }, { reported }) => ({
    minute: (minute) => {
      const other = reported(of, minute.at);
      if (other === undefined) return;
      for (const i of minute.indexes(factors)) {
        minute.of(i).set(other.of(i));
        minute.flags[i] = other.flags[i]!;
      }
    },
  }),
});
