import { z } from 'zod';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { PROBLEMS, Refusal } from './problems.ts';
import { textOf } from './schemas/shape.ts';

/** Server-sent events; see {@link StreamHub} for what is promised. */
export const stream: Resource = async (app, { hub }) => {
  app.get(
    '/stream',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'stream',
        tags: ['stream'],
        summary: '实时事件（SSE）：alert、lead、overview、resync / Live events, replayed after Last-Event-ID',
        headers: z.looseObject({ 'last-event-id': z.string().max(40).optional() }),
        querystring: z.strictObject({
          lastEventId: z
            .string()
            .max(40)
            .optional()
            .describe('同 Last-Event-ID / for clients that cannot set the header'),
        }),
        response: {
          200: textOf('text/event-stream', 'StreamMessages'),
          ...problems('invalid-input', 'too-many-streams'),
        },
      },
    },
    (request, reply) => {
      if (hub.full) throw new Refusal('too-many-streams', PROBLEMS['too-many-streams'].advice);
      const seen = request.headers['last-event-id'] ?? request.query.lastEventId;
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      hub.add(reply.raw, seen === undefined || seen === '' ? null : numberOf(seen));
    },
  );
};

/** What is no number of ours is older than everything, so the client is told to load anew. */
const numberOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : -1);
