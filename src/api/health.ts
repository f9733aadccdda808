import type { Resource } from './api.ts';
import { Readiness } from './schemas/problem.ts';
import { textOf } from './schemas/shape.ts';

const PATIENCE_MS = 2000;

const SILENT = { zh: '引擎没有应答', en: 'the engine does not answer' };

/** For the supervisor of the process: is it alive, and may it be sent work? */
export const health: Resource = async (app, { ports: { engine } }) => {
  app.get(
    '/livez',
    {
      schema: {
        operationId: 'livez',
        tags: ['service'],
        summary: '进程存活 / The process answers',
        response: { 200: textOf('text/plain', 'ok') },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('ok\n'),
  );

  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'readyz',
        tags: ['service'],
        summary: '可以工作，或者为什么还不行 / Ready, or why not',
        response: { 200: Readiness, 503: Readiness.describe('not ready') },
      },
    },
    async (_request, reply) => {
      const { ready, reasons } = await Promise.race([engine.status(), silence()]).catch(unanswered);
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ ready, reasons });
    },
  );
};

const unanswered = () => ({ ready: false, reasons: [SILENT] });

function silence(): Promise<never> {
  return new Promise((_, reject) => setTimeout(reject, PATIENCE_MS).unref());
}
