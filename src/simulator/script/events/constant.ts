import { z } from 'zod';
import { defineEvent, factors } from '../event.ts';

/** Readings are held at one value: a given one, or the first of the span (analyser left in hold, F16; moisture set, F14). */
export const constant = defineEvent({
  what: 'constant',
  at: 'outlet',
  shape: { factors, value: z.number().optional() },
  truth: (event) => [
    { kind: 'falsification', mode: event.factors.includes('a01014') ? 'F14' : 'F16', factors: event.factors },
  ],
  act: ({ factors, value }) => {
    const held = new Map<string, number>();
    return {
      // An analyser in hold says so itself; a logger that writes a figure of its own does not.
      faults: ({ set }) => {
        if (value !== undefined) return;
        for (const factor of factors) set.set(factor, { ...set.get(factor), state: 1 });
      },
      minute: (minute) => {
        for (const i of minute.indexes(factors)) {
          const { code } = minute.factors[i]!;
          const first = held.get(code) ?? value ?? minute.of(i)[0]!;
          held.set(code, first);
          minute.of(i).fill(first);
        }
      },
    };
  },
});
