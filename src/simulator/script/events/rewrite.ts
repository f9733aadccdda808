import { z } from 'zod';
import { HOUR_MS } from '../../../model/beijing.ts';
import { defineEvent, factors } from '../event.ts';

/** Minutes with a value above `above` are sent once more some hours later, multiplied by `by` (F23). */
export const rewrite = defineEvent({
  what: 'rewrite',
  at: 'outlet',
  shape: { factors, above: z.number(), by: z.number().positive().max(1), hours: z.number().positive().default(10) },
  truth: (event) => [{ kind: 'falsification', mode: 'F23', factors: event.factors, note: `sent again × ${event.by}` }],
  act: ({ factors, above, by, hours }, { resend }) => ({
    minuteReport: (report) => {
      const cells = report.cells.filter(({ factor, values }) => {
        return factors.includes(factor) && values.some(([stat, text]) => stat === 'avg' && +text > above);
      });
      if (cells.length === 0) return;
      const lower = cells.map((cell) => ({
        ...cell,
        values: cell.values.map(([stat, text]) => [stat, times(text, by)] as const),
      }));
      resend({ ...report, cells: lower, due: report.due + hours * HOUR_MS });
    },
  }),
});

const times = (text: string, by: number) => (+text * by).toFixed(text.split('.')[1]?.length ?? 0);
