import { z } from 'zod';
import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent } from '../event.ts';

/** The line goes dead when a factor's minute mean passes `above`, long enough to spoil the hour (F24). */
export const gapAtPeak = defineEvent({
  what: 'gap-at-peak',
  at: 'outlet',
  shape: { factor: z.string(), above: z.number(), minutes: z.tuple([z.number(), z.number()]).default([18, 50]) },
  truth: (event) => [
    { kind: 'falsification', mode: 'F24', factors: [event.factor], note: `gaps above ${event.above}` },
  ],
  act: ({ factor, above, minutes }, { random }) => {
    let until = 0;
    return {
      minute: (minute) => {
        const i = minute.index(factor);
        const mean = minute.of(i).reduce((sum, reading) => sum + reading, 0) / minute.of(i).length;
        if (minute.at >= until && mean > above) until = minute.at + Math.round(random.between(...minutes)) * MINUTE_MS;
        if (minute.at < until) minute.readings.fill(Number.NaN);
      },
    };
  },
});
