import { defineEvent } from '../event.ts';
import { clean } from './swap-sample.ts';

/** The line is washed or a new membrane rinsed: clean water for an hour or so, unmarked. An honest look-alike of F01. */
export const flush = defineEvent({
  what: 'flush',
  at: 'works',
  shape: {},
  truth: () => [{ kind: 'benign', mode: 'flush' }],
  act: () => ({
    sampling: (sampling) => {
      sampling.alter((water) => clean(water, water.ph));
    },
  }),
});
