import { defineEvent } from '../event.ts';

/** The monitoring system is off: nothing is measured, stored or sent later. */
export const monitorOff = defineEvent({
  what: 'monitor-off',
  at: 'furnace',
  shape: {},
  truth: () => [{ kind: 'process', mode: 'monitor-off' }],
  act: () => ({
    faults: (faults) => {
      faults.off = true;
    },
  }),
});
