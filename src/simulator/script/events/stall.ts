import { defineEvent } from '../event.ts';

/** The logger's polling hangs: every channel repeats its last reading. An honest look-alike of a frozen value. */
export const stall = defineEvent({
  what: 'stall',
  at: 'furnace',
  shape: {},
  truth: () => [{ kind: 'benign', mode: 'stall' }],
  act: () => ({
    faults: (faults) => {
      faults.stalled = true;
    },
  }),
});
