import { defineEvent, share } from '../event.ts';

/** Urea reaches the furnace only in part: NOx rises. */
export const ureaShort = defineEvent({
  what: 'urea-short',
  at: 'furnace',
  shape: { share },
  truth: (event) => [{ kind: 'process', mode: 'urea-short', note: `urea at ${event.share}` }],
  act: (event) => ({
    levers: (levers) => {
      levers.ureaShare = event.share;
    },
  }),
});
