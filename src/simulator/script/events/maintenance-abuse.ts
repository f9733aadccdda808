import { z } from 'zod';
import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent, factors } from '../event.ts';

/** Whenever a factor's minute mean passes `above`, the analyser is put into maintenance for a while and a mark entered (F35). */
export const maintenanceAbuse = defineEvent({
  what: 'maintenance-abuse',
  at: 'outlet',
  shape: { factors, watch: z.string(), above: z.number(), minutes: z.number().int().min(5).max(240).default(45) },
  truth: (event) => [
    {
      kind: 'falsification',
      mode: 'F35',
      factors: event.factors,
      note: `maintenance when ${event.watch} > ${event.above}`,
    },
  ],
  act: ({ factors, watch, above, minutes }, { mark }) => {
    let until = 0;
    return {
      minute: (minute) => {
        const readings = minute.of(minute.index(watch));
        const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
        if (minute.at >= until && mean > above) {
          until = minute.at + minutes * MINUTE_MS;
          mark({ kind: 'cems-maintenance', start: minute.at, end: until, createdAt: until + 5 * MINUTE_MS });
        }
        if (minute.at < until) for (const i of minute.indexes(factors)) minute.flags[i] = 'M';
      },
    };
  },
});
