import { z } from 'zod';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { page } from './page.ts';
import { notFound, PROBLEMS } from './problems.ts';
import { textOf } from './schemas/shape.ts';

/** The pages that the `type` of a problem document leads to. */
export const problemPages: Resource = async (app) => {
  app.get(
    '/problems/:name',
    {
      schema: {
        operationId: 'explainProblem',
        tags: ['service'],
        summary: '错误说明 / What an error means and what to do',
        params: z.strictObject({ name: z.string() }),
        response: { 200: textOf('text/html', 'a page in both languages'), ...problems('malformed', 'not-found') },
      },
    },
    async ({ params: { name } }, reply) => {
      if (!Object.hasOwn(PROBLEMS, name)) throw notFound({ zh: '错误说明', en: 'problem page' }, name);
      const { code, status, title, advice } = PROBLEMS[name as keyof typeof PROBLEMS];
      const body = [`<p>${advice.zh}</p>`, `<p lang="en"><b>${title.en}</b><br>${advice.en}</p>`].join('\n');
      return reply.type('text/html; charset=utf-8').send(page(`${title.zh}（${code}，HTTP ${status}）`, body));
    },
  );
};
