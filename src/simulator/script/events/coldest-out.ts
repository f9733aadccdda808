import { z } from 'zod';
import { MIDDLE, UPPER } from '../../cems/factors.ts';
import { defineEvent } from '../event.ts';

/** The thermocouple that reads least is declared faulty while it reads below `below` ℃ (F36). */
export const coldestOut = defineEvent({
  what: 'coldest-out',
  at: 'furnace',
  shape: { below: z.number().default(870) },
  truth: ({ below }) => [{ kind: 'falsification', mode: 'F36', note: `coldest out below ${below} ℃` }],
  act: ({ below }) => ({
    minute: (minute) => {
      for (const section of [UPPER, MIDDLE]) {
        const indexes = minute.indexes(section);
        const coldest = indexes.reduce((a, b) => (minute.of(a)[0]! <= minute.of(b)[0]! ? a : b));
        if (minute.of(coldest)[0]! < below) minute.flags[coldest] = 'D';
      }
    },
  }),
});
