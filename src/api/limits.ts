import { z } from 'zod';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { id, time } from './input.ts';
import { notFound } from './problems.ts';
import { OutletLimits } from './schemas/limits.ts';

const OUTLET = { zh: '排放口', en: 'outlet' };

export const limits: Resource = async (app, { ports }) => {
  app.get(
    '/outlets/:id/limits',
    {
      schema: {
        operationId: 'getOutletLimits',
        tags: ['sites'],
        summary: '某日适用的限值及理由 / The limits that bound an outlet on a day, and why',
        params: z.strictObject({ id }),
        querystring: z.strictObject({
          date: time
            .optional()
            .describe('2026-03-01（北京时间的某日，缺省为今天）/ a day in Beijing, today by default'),
        }),
        response: { 200: OutletLimits, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params, query }) => {
      const found = await ports.engine.limits({ outlet: params.id, at: query.date ?? ports.now() });
      if (!found) throw notFound(OUTLET, params.id);
      return found;
    },
  );
};
