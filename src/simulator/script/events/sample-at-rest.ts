import { defineEvent } from '../event.ts';

/** The sampler is set to draw only while nothing is discharged, from the clean pond (F08). */
export const sampleAtRest = defineEvent({
  what: 'sample-at-rest',
  at: 'works',
  shape: {},
  truth: () => [{ kind: 'falsification', mode: 'F08', note: 'sampled at rest only' }],
  act: () => ({
    sampling: (sampling) => {
      sampling.when((flowing) => !flowing);
    },
  }),
});
