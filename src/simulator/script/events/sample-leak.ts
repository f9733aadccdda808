import { AMBIENT_O2 } from '../../plant/combustion.ts';
import { defineEvent, share } from '../event.ts';

/** A fitting of the sample line leaks: air of the room thins every gas and brings oxygen. An honest look-alike of F03 and F04. */
export const sampleLeak = defineEvent({
  what: 'sample-leak',
  at: 'furnace',
  shape: { share },
  truth: (event) => [{ kind: 'benign', mode: 'sample-leak', note: `${event.share} of the sample is air` }],
  act: (event) => ({
    faults: (faults) => {
      faults.dilution = { share: event.share, o2: AMBIENT_O2 };
    },
  }),
});
