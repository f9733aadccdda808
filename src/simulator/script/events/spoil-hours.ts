import { z } from 'zod';
import { dayOf, dayStart, HOUR_MS, MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent } from '../event.ts';

/** An hour (or day) whose mean so far is above `above` keeps just too few minutes (hours) to be valid (F25). */
export const spoilHours = defineEvent({
  what: 'spoil-hours',
  at: 'outlet',
  shape: {
    factor: z.string(),
    above: z.number(),
    of: z.enum(['hour', 'day']).default('hour'),
    /** minutes of the hour, or hours of the day, that are left */
    leaves: z.tuple([z.number().int(), z.number().int()]).default([38, 43]),
  },
  truth: (event) => [
    { kind: 'falsification', mode: 'F25', factors: [event.factor], note: `${event.of}s above ${event.above}` },
  ],
  act: ({ factor, above, of, leaves }, { random }) => {
    let period = Number.NaN;
    let sum = 0;
    let n = 0;
    let left = 0;
    return {
      minute: (minute) => {
        const begins = of === 'hour' ? Math.floor(minute.at / HOUR_MS) * HOUR_MS : dayStart(dayOf(minute.at));
        if (begins !== period) {
          period = begins;
          sum = 0;
          n = 0;
          left = Math.floor(random.between(leaves[0], leaves[1] + 1));
        }
        const unit = of === 'hour' ? MINUTE_MS : HOUR_MS;
        if (minute.at - period >= left * unit && sum / n > above) minute.readings.fill(Number.NaN);
        const i = minute.index(factor);
        if (minute.flags[i] !== 'N' || Number.isNaN(minute.of(i)[0]!)) return;
        sum += minute.of(i).reduce((a, b) => a + b, 0) / minute.of(i).length;
        n++;
      },
    };
  },
});
