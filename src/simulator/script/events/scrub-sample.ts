import { defineEvent, factors, share } from '../event.ts';

/** Carbon or an alkaline bottle in the sample line: of some gases only a share gets through (F05). */
export const scrubSample = defineEvent({
  what: 'scrub-sample',
  at: 'furnace',
  shape: { factors, keeps: share },
  truth: (event) => [
    { kind: 'falsification', mode: 'F05', factors: event.factors, note: `${event.keeps} gets through` },
  ],
  act: ({ factors, keeps }) => ({
    faults: (faults) => {
      for (const factor of factors) faults.bias.set(factor, { gain: keeps, offset: 0 });
    },
  }),
});
