import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** The network is down; afterwards the logger sends what it stored, unless its memory was `lost`. */
export const outage = defineEvent({
  what: 'outage',
  at: 'outlet',
  shape: { lost: z.boolean().default(false) },
  truth: ({ lost }) => [{ kind: lost ? 'process' : 'benign', mode: lost ? 'outage-lost' : 'outage' }],
  act: () => ({}),
});
