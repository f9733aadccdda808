import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** The logger converts with one oxygen content, whatever is measured (F12). */
export const constantOxygen = defineEvent({
  what: 'constant-oxygen',
  at: 'furnace',
  shape: { o2: z.number().min(0).max(20) },
  truth: ({ o2 }) => [{ kind: 'falsification', mode: 'F12', note: `converted with ${o2} % O2` }],
  act: ({ o2 }) => ({
    logger: (logger) => {
      logger.conversionO2 = o2;
    },
  }),
});
