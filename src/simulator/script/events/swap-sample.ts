import { z } from 'zod';
import type { Water } from '../../works/water.ts';
import { defineEvent } from '../event.ts';

/**
 * Suction tube and probes stand in a bucket of prepared water (F01): little of everything, a pH that does not move, and
 * the temperature of the room.
 */
export const swapSample = defineEvent({
  what: 'swap-sample',
  at: 'works',
  shape: { ph: z.number().default(7.2) },
  truth: () => [{ kind: 'falsification', mode: 'F01', note: 'prepared water' }],
  act: ({ ph }) => ({
    sampling: (sampling) => {
      sampling.alter((water) => clean(water, ph));
    },
  }),
});

/** Prepared water: COD near its detection limit, hardly any nitrogen and phosphorus, salt of the tap. */
export function clean(water: Water, ph: number): Water {
  return {
    ...water,
    cod: 5,
    toc: 1.4,
    ammonia: 0.05,
    nitrogen: 1.5,
    phosphorus: 0.02,
    ph,
    temperature: 21,
    conductivity: 310,
  };
}
