import { defineEvent, share } from '../event.ts';

/** A part of the water leaves by a hidden pipe, past the flow meter (F07). */
export const bypass = defineEvent({
  what: 'bypass',
  at: 'works',
  shape: { share },
  truth: ({ share }) => [{ kind: 'falsification', mode: 'F07', note: `${share} past the outlet` }],
  act: ({ share }) => ({
    water: (levers) => {
      levers.bypass = share;
    },
  }),
});
