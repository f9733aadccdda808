import { AMBIENT_O2 } from '../../plant/combustion.ts';
import { defineEvent } from '../event.ts';

/** The probe is drawn out of the duct, or its filter is blocked: the analysers see the air of the room (F04). */
export const withdrawProbe = defineEvent({
  what: 'withdraw-probe',
  at: 'furnace',
  shape: {},
  truth: () => [{ kind: 'falsification', mode: 'F04', note: 'the analysers see air' }],
  act: () => ({
    faults: (faults) => {
      faults.dilution = { share: 1, o2: AMBIENT_O2 };
    },
  }),
});
