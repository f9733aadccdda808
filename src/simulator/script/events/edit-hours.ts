import { z } from 'zod';
import { defineEvent, factors } from '../event.ts';

/** Hour (and day) means are edited on their way, the minutes are not (F22). */
export const editHours = defineEvent({
  what: 'edit-hours',
  at: 'outlet',
  shape: { factors, by: z.number().positive() },
  truth: (event) => [{ kind: 'falsification', mode: 'F22', factors: event.factors, note: `hour means × ${event.by}` }],
  act: ({ factors, by }) => ({
    report: (report) => {
      report.cells = report.cells.map((cell) =>
        factors.includes(cell.factor)
          ? {
              ...cell,
              values: cell.values.map(([stat, text]) =>
                stat === 'avg' || stat === 'zsavg' ? [stat, edited(text, by)] : [stat, text],
              ),
            }
          : cell,
      );
    },
  }),
});

const edited = (text: string, by: number) => (+text * by).toFixed(text.split('.')[1]?.length ?? 0);
