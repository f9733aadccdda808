import { z } from 'zod';
import { MIDDLE, round, UPPER } from '../../cems/factors.ts';
import { defineEvent, factors } from '../event.ts';

/** One sensor's signal is sent for other channels, `times` its value (F19; F36 between thermocouples). */
export const remap = defineEvent({
  what: 'remap',
  at: 'outlet',
  shape: { of: z.string(), factors, times: z.number().positive().default(1) },
  truth: ({ of, factors }) => {
    const heat = factors.every((code) => [...UPPER, ...MIDDLE].includes(code));
    return [{ kind: 'falsification', mode: heat ? 'F36' : 'F19', factors, note: `signal of ${of}` }];
  },
  act: ({ of, factors, times }) => ({
    minute: (minute) => {
      const [source] = minute.indexes([of]);
      if (source === undefined) return;
      const signal = Float64Array.from(minute.of(source));
      for (const i of minute.indexes(factors)) {
        minute.of(i).set(signal.map((value) => round(value * times, minute.factors[i]!.decimals)));
      }
    },
  }),
});
