import { z } from 'zod';
import { round } from '../../cems/factors.ts';
import { defineEvent, factors, share } from '../event.ts';

/** What lies above `level` is scaled down towards it before upload: `keeps` of the excess stays (F21). */
export const squeeze = defineEvent({
  what: 'squeeze',
  at: 'outlet',
  shape: { factors, level: z.number(), keeps: share.default(0.1) },
  truth: (event) => [
    { kind: 'falsification', mode: 'F21', factors: event.factors, note: `squeezed above ${event.level}` },
  ],
  act: ({ factors, level, keeps }) => ({
    minute: (minute) => {
      for (const i of minute.indexes(factors)) {
        const readings = minute.of(i);
        readings.forEach((reading, r) => {
          if (reading > level) readings[r] = round(level + keeps * (reading - level), minute.factors[i]!.decimals);
        });
      }
    },
  }),
});
