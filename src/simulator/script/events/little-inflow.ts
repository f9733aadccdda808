import { defineEvent, share } from '../event.ts';

/** A main is repaired or a factory rests: little comes in, and little leaves. An honest look-alike of F07. */
export const littleInflow = defineEvent({
  what: 'little-inflow',
  at: 'works',
  shape: { share },
  truth: ({ share }) => [{ kind: 'benign', mode: 'little-inflow', note: `${share} of the inflow` }],
  act: ({ share }) => ({
    water: (levers) => {
      levers.inflow = share;
    },
  }),
});
