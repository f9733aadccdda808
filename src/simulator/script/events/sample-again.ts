import { z } from 'zod';
import { MINUTE_MS } from '../../../model/beijing.ts';
import { defineEvent } from '../event.ts';
import { clean } from './swap-sample.ts';

/**
 * Whenever COD comes out above `above`, somebody starts the cycle again some minutes later with other water, mixed with
 * what is clean (F09, Jinyun 2020).
 */
export const sampleAgain = defineEvent({
  what: 'sample-again',
  at: 'works',
  shape: { above: z.number(), minutes: z.number().int().min(10).max(110).default(45) },
  truth: ({ above }) => [{ kind: 'falsification', mode: 'F09', note: `again after COD > ${above}` }],
  act: ({ above, minutes }) => {
    let due = Number.POSITIVE_INFINITY;
    let shown = 0;
    let now = 0;
    return {
      sampling: (sampling) => {
        now += MINUTE_MS;
        if (now < due) return;
        due = Number.POSITIVE_INFINITY;
        sampling.again();
        sampling.alter((water) => {
          const other = clean(water, water.ph);
          const mixed = (own: number, rest: number) => 0.35 * own + 0.65 * rest;
          return {
            ...other,
            cod: mixed(water.cod, other.cod),
            toc: mixed(water.toc, other.toc),
            ammonia: mixed(water.ammonia, other.ammonia),
            nitrogen: mixed(water.nitrogen, other.nitrogen),
            phosphorus: mixed(water.phosphorus, other.phosphorus),
          };
        });
      },
      minute: (minute) => {
        const cod = minute.of(minute.index('w01018'))[0]!;
        if (cod !== shown && cod > above) due = now + minutes * MINUTE_MS;
        shown = cod;
      },
    };
  },
});
