import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Torn bags let this share of the dust (about 2600 mg/m³) through. */
export const bagLeak = defineEvent({
  what: 'bag-leak',
  at: 'furnace',
  shape: { share: z.number().min(0).max(0.3) },
  truth: (event) => [
    { kind: 'process', mode: 'bag-leak', factors: ['a34013'], note: `${event.share} of the dust passes` },
  ],
  act: (event) => ({
    levers: (levers) => {
      levers.bagLeak = event.share;
    },
  }),
});
