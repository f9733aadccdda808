import { z } from 'zod';
import { HOUR_MS } from '../../../model/beijing.ts';
import { defineEvent } from '../event.ts';

/**
 * The logger's clock is set ahead (or back) by whole hours from the next full hour on, and right again at the last one of the
 * span (F26). A day that it touches gets no day mean.
 */
export const setClock = defineEvent({
  what: 'set-clock',
  at: 'outlet',
  shape: { hours: z.number().int().min(-12).max(12) },
  truth: (event) => [{ kind: 'falsification', mode: 'F26', note: `clock off by ${event.hours} h` }],
  act: ({ hours }, { span }) => {
    const from = Math.ceil(span.start / HOUR_MS) * HOUR_MS;
    const to = Math.floor(span.end / HOUR_MS) * HOUR_MS;
    return { clock: (at) => (at >= from && at < to ? hours * HOUR_MS : 0) };
  },
});
