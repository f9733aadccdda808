import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MARK_WORDS, type Mark as MarkWord, markKindOf } from '../model/mark.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf } from './cursor.ts';
import { unknownId, unknownWord } from './faults.ts';
import { checkSpan, cursor, factorCode, fail, id, limit, time } from './input.ts';
import { invalid } from './problems.ts';
import { markView } from './say.ts';
import { Mark, MarkPage } from './schemas.ts';

const markWord = z
  .string()
  .max(80)
  .transform((word, context) => markKindOf(word) ?? fail(context, word, unknownWord(word, MARK_WORDS)))
  .describe(MARK_WORDS.join(', '));

const MarkRequest = z.strictObject({
  outlet: id,
  mark: markWord,
  start: time,
  end: time,
  factor: factorCode.optional(),
  note: z.string().max(2000).optional(),
});

export const marks: Resource = async (app, { ports }) => {
  const { views, engine } = ports;

  app.get(
    '/marks',
    {
      schema: {
        operationId: 'listMarks',
        tags: ['marks'],
        summary: '标记 / Marks that hold now, latest first',
        querystring: z.strictObject({
          outlet: id.optional(),
          from: time.optional(),
          to: time.optional(),
          limit,
          cursor,
        }),
        response: { 200: MarkPage, ...problems('invalid-input') },
      },
    },
    async ({ query: { outlet, from, to, limit, cursor } }) => {
      checkSpan(from, to, '/to');
      return pageOf('marks', views.marks({ outlet, from, to }, placeOf('marks', cursor), limit), markView);
    },
  );

  app.post(
    '/marks',
    {
      schema: {
        operationId: 'addMark',
        tags: ['marks'],
        summary: '标记工况或监测异常 / Mark a furnace state or an abnormal monitor',
        body: MarkRequest,
        response: { 201: Mark, ...problems(...IN_BODY, 'not-ready') },
      },
    },
    async ({ body }, reply) => {
      checkSpan(body.start, body.end, '/end');
      const { outlets } = await engine.names();
      if (outlets[body.outlet] === undefined) {
        throw invalid(unknownId('/outlet', { zh: '排放口', en: 'outlet' }, body.outlet, Object.keys(outlets)));
      }
      const mark = markOf(body, ports.now());
      await ports.command('mark', mark);
      return reply.code(201).send(markView(mark));
    },
  );
};

function markOf({ mark: kind, ...rest }: z.output<typeof MarkRequest>, createdAt: number): MarkWord {
  const said = { kind, ...rest, createdAt };
  const digest = createHash('sha256').update(JSON.stringify(Object.entries(said).sort()));
  return { id: `mk-${digest.digest('hex').slice(0, 16)}`, ...said } as MarkWord;
}
