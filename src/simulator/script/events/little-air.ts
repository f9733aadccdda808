import { defineEvent, share } from '../event.ts';

/** Blowers are saved or fail: ammonia rises within hours, COD after it. */
export const littleAir = defineEvent({
  what: 'little-air',
  at: 'works',
  shape: { share },
  truth: ({ share }) => [{ kind: 'process', mode: 'little-air', note: `${share} of the air` }],
  act: ({ share }) => ({
    water: (levers) => {
      levers.aeration = share;
    },
  }),
});
