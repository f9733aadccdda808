import { z } from 'zod';
import { FURNACE_TEMPERATURE, MIDDLE, round, UPPER } from '../../cems/factors.ts';
import { defineEvent } from '../event.ts';

const HEAT = [...UPPER, ...MIDDLE, FURNACE_TEMPERATURE];

/** Whatever the chamber reads below `level` ℃ becomes the level and a few tenths (F36). */
export const pinTemperature = defineEvent({
  what: 'pin-temperature',
  at: 'furnace',
  shape: { level: z.number().default(852), sway: z.number().min(0).default(1.5) },
  truth: ({ level }) => [{ kind: 'falsification', mode: 'F36', note: `pinned at ${level} ℃` }],
  act: ({ level, sway }, { random }) => ({
    minute: (minute) => {
      for (const i of minute.indexes(HEAT)) {
        const readings = minute.of(i);
        readings.forEach((reading, r) => {
          if (reading < level) readings[r] = round(level + sway * random.uniform(), 1);
        });
      }
    },
  }),
});
