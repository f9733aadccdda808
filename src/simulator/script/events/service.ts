import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent } from '../event.ts';

/** Analysers are serviced with test gases, flagged M, and the operator enters the mark half an hour later. */
export const service = defineEvent({
  what: 'service',
  at: 'furnace',
  shape: {},
  truth: () => [{ kind: 'benign', mode: 'service' }],
  act: (_, { mark, span }) => ({
    begin: () => mark({ kind: 'cems-maintenance', ...span, createdAt: span.end + 30 * MINUTE_MS }),
    faults: (faults) => {
      faults.service = true;
    },
  }),
});
