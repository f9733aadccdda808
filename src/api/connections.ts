import { z } from 'zod';
import { rfc3339 } from '../model/beijing.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import type { ConnectionView } from '../model/views/connections.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf } from './cursor.ts';
import { cursor, id, limit } from './input.ts';
import { invalid, notFound } from './problems.ts';
import { ConnectionList, DeadLetterPage, DeliveryList, PreviewList } from './schemas/connections.ts';

const connectionView = ({ since, lastAt, ...status }: ConnectionStatus): ConnectionView => ({
  ...status,
  since: rfc3339(since),
  lastAt: lastAt === null ? null : rfc3339(lastAt),
});

const OUTPUT = { zh: '推送', en: 'output' };

export const connections: Resource = async (app, { ports }) => {
  app.get(
    '/connections',
    {
      schema: {
        operationId: 'listConnections',
        tags: ['connections'],
        summary: '接入与推送的状态 / How connections to other systems stand',
        response: { 200: ConnectionList, ...problems() },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: ports.connections().map(connectionView) };
    },
  );

  const { outputs } = ports;

  app.get(
    '/connections/:id/dead-letters',
    {
      schema: {
        operationId: 'listDeadLetters',
        tags: ['connections'],
        summary: '推送的死信：不再重试的消息及原因 / What an output gave up, and why',
        params: z.strictObject({ id }),
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: DeadLetterPage, ...problems('not-found', 'invalid-input') },
      },
    },
    async ({ params, query }) => {
      const [after = 0] = (placeOf('dead-letters', query.cursor) ?? []) as [number?];
      const letters = outputs.deadLetters(params.id, after, query.limit + 1);
      if (!letters) throw notFound(OUTPUT, params.id);
      const items = letters.slice(0, query.limit);
      const next = letters.length > query.limit ? [items.at(-1)!.n] : null;
      return pageOf('dead-letters', { items, next }, (letter) => ({ ...letter, at: rfc3339(letter.at) }));
    },
  );

  app.post(
    '/connections/:id/dead-letters/:n(^\\d+)::resend',
    {
      schema: {
        operationId: 'resendDeadLetter',
        tags: ['connections'],
        summary: '重发死信 / Send a dead letter again',
        params: z.strictObject({ id, n: z.coerce.number().int().positive() }),
        response: { 202: z.strictObject({ n: z.number() }), ...problems('not-found', 'invalid-input') },
      },
    },
    async ({ params }, reply) => {
      if (!outputs.resend(params.id, params.n)) {
        throw notFound({ zh: '死信', en: 'dead letter' }, `${params.id}/${params.n}`);
      }
      return reply.code(202).send({ n: params.n });
    },
  );

  app.get(
    '/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags: ['connections'],
        summary: '某条报警或线索的送达情况 / What was told of an alert or lead, and what became of it',
        querystring: z.strictObject({ subject: id.describe('报警或线索编号 / id of an alert or lead') }),
        response: { 200: DeliveryList, ...problems('invalid-input') },
      },
    },
    async ({ query }) => ({
      items: outputs.deliveries(query.subject).map((delivery) => ({ ...delivery, at: rfc3339(delivery.at) })),
    }),
  );

  app.get(
    '/connections/preview',
    {
      schema: {
        operationId: 'previewNotices',
        tags: ['connections'],
        summary: '谁会收到 / Who would be told of an alert or lead that came now, and what they would read',
        querystring: z.strictObject({ alert: id.optional(), lead: id.optional() }),
        response: { 200: PreviewList, ...problems('not-found', 'invalid-input') },
      },
    },
    async ({ query: { alert, lead } }) => {
      if ((alert === undefined) === (lead === undefined)) {
        const says = { zh: '须给出 alert 或 lead 之一', en: 'give either alert or lead' };
        throw invalid({ pointer: '/alert', code: 'missing', message: says, hint: says });
      }
      const items = await outputs.preview(alert !== undefined ? { alert } : { lead: lead! });
      if (!items) throw notFound({ zh: '报警或线索', en: 'alert or lead' }, (alert ?? lead)!);
      return { items: items.map((item) => ({ ...item, at: item.at === null ? null : rfc3339(item.at) })) };
    },
  );
};
