import { defineEvent, share } from '../event.ts';

/** The lime feeder is jammed and delivers only a share of rated: SO2 rises at once, HCl when little is left. */
export const limeShort = defineEvent({
  what: 'lime-short',
  at: 'furnace',
  shape: { share },
  truth: (event) => [{ kind: 'process', mode: 'lime-short', note: `lime at ${event.share} of rated` }],
  act: (event) => ({
    levers: (levers) => {
      levers.limeShare = event.share;
    },
  }),
});
