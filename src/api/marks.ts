import { z } from 'zod';
import { AUTHOR_ROLES, type Author } from '../model/author.ts';
import { MARK_WORDS, type Mark as MarkWord, markKindOf } from '../model/mark.ts';
import { markId } from '../model/mark-id.ts';
import type { MarkDetail as MarkDetailView } from '../model/views/statements.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { takesBytes } from './bodies.ts';
import { pageOf, placeOf } from './cursor.ts';
import { unknownId, unknownWord } from './faults.ts';
import { checkSpan, cursor, factorCode, fail, id, limit, spanFault, time } from './input.ts';
import type { Ports } from './ports.ts';
import { type Fault, notFound } from './problems.ts';
import { markView } from './say.ts';
import { Mark, MarkDetail, MarkPage } from './schemas/statements.ts';
import { bodyOf, CONSUMES, personId, statementId, type Terms, take, taken, wordOf, yes } from './statements.ts';

export const markWord = z
  .string()
  .max(80)
  .transform((word, context) => markKindOf(word) ?? fail(context, word, unknownWord(word, MARK_WORDS)))
  .describe(MARK_WORDS.join(', '));

const MarkRow = z.strictObject({
  outlet: id,
  mark: markWord,
  start: time,
  end: time,
  factor: factorCode.optional(),
  note: z.string().max(2000).optional(),
  id: statementId
    .optional()
    .describe(
      '同一编号再次提交即更正；不写则由内容得出 / the same id again corrects it; made of its content if absent',
    ),
  role: wordOf(AUTHOR_ROLES).optional(),
  by: personId.optional(),
  createdAt: time
    .optional()
    .describe('在其他平台录入的时间；不写为收到时 / when another platform had it; the time of receipt if absent'),
  revoked: yes.optional().describe('true：撤回 / takes it back'),
});

const HEADS = {
  排放口: 'outlet',
  标记: 'mark',
  开始: 'start',
  结束: 'end',
  因子: 'factor',
  说明: 'note',
  编号: 'id',
  角色: 'role',
  工号: 'by',
  录入时间: 'createdAt',
  撤回: 'revoked',
};

const MARK = { zh: '标记', en: 'mark' };

export const marks: Resource = async (app, { ports }) => {
  const { views } = ports;
  const bytes = takesBytes(app);

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
          revoked: yes.optional().describe('true：也列出已撤回的 / those that were taken back as well'),
          limit,
          cursor,
        }),
        response: { 200: MarkPage, ...problems('invalid-input') },
      },
    },
    async ({ query: { outlet, from, to, revoked, limit, cursor } }) => {
      checkSpan(from, to, '/to');
      return pageOf('marks', views.marks({ outlet, from, to, revoked }, placeOf('marks', cursor), limit), markView);
    },
  );

  app.get(
    '/marks/:id',
    {
      schema: {
        operationId: 'getMark',
        tags: ['marks'],
        summary: '标记及其各版本 / A mark with all its versions',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: MarkDetail, ...problems('malformed', 'not-found', 'invalid-input') },
      },
    },
    async ({ params }): Promise<MarkDetailView> => {
      const mark = views.mark(params.id);
      if (!mark) throw notFound(MARK, params.id);
      return { ...markView(mark), versions: views.markVersions(params.id).map(markView) };
    },
  );

  app.post(
    '/marks',
    {
      ...bytes,
      schema: {
        operationId: 'addMarks',
        tags: ['marks'],
        summary: '提交自主标记：一条、多条或 CSV / Enter marks: one, several, or a CSV',
        description:
          '一条为 JSON 对象，多条为数组或 CSV；重复提交无害，同一编号内容不同即为新版本，旧版本保留；录入时间由服务器记录。' +
          ' / One is a JSON object, several an array or a CSV. Sending twice does no harm; an id that says something else is a new version, and the old one stays. The server records the time.',
        consumes: CONSUMES,
        body: bodyOf(MarkRow, EXAMPLE),
        response: taken(Mark),
      },
    },
    async (request, reply) => {
      const { outlets } = await ports.engine.names();
      const missing = (outlet: string) =>
        outlets[outlet] === undefined
          ? unknownId('/outlet', { zh: '排放口', en: 'outlet' }, outlet, Object.keys(outlets))
          : undefined;
      return take(ports, request, reply, markTerms(ports, missing), markView);
    },
  );
};

const EXAMPLE = { outlet: 'demo-wte-f1', mark: '停炉', start: '2026-03-02 01:00', end: '2026-03-02 03:30' };

function markTerms(ports: Ports, missing: (outlet: string) => Fault | undefined): Terms<typeof MarkRow, MarkWord> {
  return {
    row: MarkRow,
    heads: HEADS,
    read: ({ mark: kind, id: given, role, by, createdAt, revoked, ...said }) => {
      const now = ports.now();
      const faults = [missing(said.outlet), spanFault(said.start, said.end, '/end'), notAhead(createdAt, now)];
      const found = faults.filter((fault) => fault !== undefined);
      if (found.length > 0) return found;
      const author: Author | undefined = role && by ? { role, id: by } : undefined;
      const content = { kind, ...said, ...(author ? { author } : {}), ...(revoked ? { revoked } : {}) };
      const times = { createdAt: createdAt ?? now, ...(createdAt === undefined ? {} : { receivedAt: now }) };
      return { id: given ?? markId(content), ...content, ...times };
    },
    ...ofMarks(ports),
  };
}

/** How marks are compared and kept, whoever hands them in. */
export function ofMarks(ports: Ports): Pick<Terms<z.ZodType, MarkWord>, 'known' | 'guard' | 'same' | 'keep'> {
  return {
    known: (id) => ports.views.mark(id),
    guard: (before, after) => (before.outlet === after.outlet ? undefined : OTHER_OUTLET),
    same: (a, b) => said(a) === said(b),
    keep: (records) => ports.command('mark', ...records),
  };
}

const said = ({ kind, start, end, factor, note, revoked }: MarkWord) =>
  JSON.stringify([kind, start, end, factor ?? null, note ?? null, revoked ?? false]);

const OTHER_OUTLET: Fault = {
  pointer: '/id',
  code: 'unusable',
  message: { zh: '该编号已用于另一排放口', en: 'this id belongs to another outlet already' },
};

function notAhead(createdAt: number | undefined, now: number): Fault | undefined {
  if (createdAt === undefined || createdAt <= now) return undefined;
  return {
    pointer: '/createdAt',
    code: 'out-of-range',
    message: { zh: '录入时间晚于现在', en: 'the time of entry lies ahead' },
  };
}
