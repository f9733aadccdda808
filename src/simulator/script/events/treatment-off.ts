import { z } from 'zod';
import { defineEvent } from '../event.ts';

/**
 * Treatment is switched off while waste burns. Openly, the emissions rise; `hidden`, the power meter alone tells and
 * the emission data go on as if nothing had happened (F38).
 */
export const treatmentOff = defineEvent({
  what: 'treatment-off',
  at: 'furnace',
  shape: { hidden: z.boolean().default(false) },
  truth: ({ hidden }) => [
    { kind: 'power', mode: 'PWR-01' },
    ...(hidden ? [{ kind: 'falsification' as const, mode: 'F38' }] : []),
  ],
  act: ({ hidden }) => ({
    levers: (levers) => {
      if (hidden) levers.treatmentLooksOff = true;
      else levers.treatmentOff = true;
    },
  }),
});
