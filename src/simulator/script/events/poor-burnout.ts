import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Waste in lumps, secondary air in trouble: `adds` mg/m³ of CO on the whole. */
export const poorBurnout = defineEvent({
  what: 'poor-burnout',
  at: 'furnace',
  shape: { adds: z.number().positive().max(1500) },
  truth: ({ adds }) => [{ kind: 'process', mode: 'poor-burnout', factors: ['a21005'], note: `CO + ${adds} mg/m³` }],
  act: ({ adds }) => ({
    levers: (levers) => {
      levers.unburnt = adds;
    },
  }),
});
