import { z } from 'zod';
import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent, factors } from '../event.ts';

/** Whenever a factor's minute mean passes `above`, values are entered by hand for a while (flag S, F41). */
export const setByHand = defineEvent({
  what: 'set-by-hand',
  at: 'outlet',
  shape: {
    factors,
    watch: z.string(),
    above: z.number(),
    value: z.number(),
    minutes: z.number().int().min(5).max(240).default(60),
  },
  truth: (event) => [
    {
      kind: 'falsification',
      mode: 'F41',
      factors: event.factors,
      note: `set by hand when ${event.watch} > ${event.above}`,
    },
  ],
  act: ({ factors, watch, above, value, minutes }) => {
    let until = 0;
    return {
      minute: (minute) => {
        const readings = minute.of(minute.index(watch));
        const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
        if (minute.at >= until && mean > above) until = minute.at + minutes * MINUTE_MS;
        if (minute.at >= until) return;
        for (const i of minute.indexes(factors)) {
          minute.of(i).fill(value);
          minute.flags[i] = 'S';
        }
      },
    };
  },
});
