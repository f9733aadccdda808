import { z } from 'zod';
import { AMBIENT_O2 } from '../../plant/combustion.ts';
import { defineEvent, share } from '../event.ts';

/** Nitrogen or air is bled into the sample line: all gases are thinner by this share (F03). */
export const dilute = defineEvent({
  what: 'dilute',
  at: 'furnace',
  shape: { with: z.enum(['nitrogen', 'air']).default('nitrogen'), share },
  truth: (event) => [{ kind: 'falsification', mode: 'F03', note: `${event.share} of the sample is ${event.with}` }],
  act: (event) => ({
    faults: (faults) => {
      faults.dilution = { share: event.share, o2: event.with === 'air' ? AMBIENT_O2 : 0 };
    },
  }),
});
