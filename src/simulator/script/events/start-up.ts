import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Burners heat the furnace for `heating` hours, then waste is fed and brought to rated load. */
export const startUp = defineEvent({
  what: 'start-up',
  at: 'furnace',
  shape: { heating: z.number().min(2).max(72).default(12) },
  truth: () => [{ kind: 'benign', mode: 'start-up' }],
  act: ({ heating }) => ({ begin: (furnace) => furnace.sequence.start(heating) }),
});
