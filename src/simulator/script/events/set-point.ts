import { z } from 'zod';
import { defineEvent } from '../event.ts';

/** Operators aim at another level of NOx or SO2: dosing follows, and the emission with it. An honest look-alike of F10. */
export const setPoint = defineEvent({
  what: 'set-point',
  at: 'furnace',
  shape: { nox: z.number().default(0), so2: z.number().default(0) },
  truth: ({ nox, so2 }) => [{ kind: 'benign', mode: 'set-point', note: `NOx ${nox}, SO2 ${so2} mg/m³` }],
  act: ({ nox, so2 }) => ({
    levers: (levers) => {
      levers.noxAim = nox;
      levers.so2Aim = so2;
    },
  }),
});
