import { defineEvent } from '../event.ts';

/** The furnace is shut down: feeding ends, waste burns out, it cools and rests. Marks follow the furnace's state. */
export const shutDown = defineEvent({
  what: 'shut-down',
  at: 'furnace',
  shape: {},
  truth: () => [{ kind: 'benign', mode: 'shut-down' }],
  act: () => ({ begin: (furnace) => furnace.sequence.stop() }),
});
