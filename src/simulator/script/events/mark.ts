import { z } from 'zod';
import { MARK_WORDS, markKindOf } from '../../../model/mark.ts';
import { defineEvent, when } from '../event.ts';
import { whenOf } from '../when.ts';

/** The operator enters a mark over the span at `entered`; `truthful: false` when nothing of the kind took place. */
export const mark = defineEvent({
  what: 'mark',
  at: 'furnace',
  shape: {
    mark: z.string().refine((word) => markKindOf(word) !== undefined, {
      message: `no such mark; known are ${MARK_WORDS.join(', ')}`,
    }),
    entered: when,
    truthful: z.boolean().default(true),
    factor: z.string().optional(),
  },
  truth: (event) =>
    event.truthful
      ? [{ kind: 'benign', mode: 'mark', note: event.mark }]
      : [
          { kind: 'mark', mode: 'WTE-07', note: event.mark },
          { kind: 'falsification', mode: 'F32', note: event.mark },
        ],
  act: (event, { mark, span, start }) => ({
    begin: () =>
      mark({
        kind: markKindOf(event.mark)!,
        ...span,
        createdAt: whenOf(event.entered, start),
        ...(event.factor === undefined ? {} : { factor: event.factor }),
      }),
  }),
});
