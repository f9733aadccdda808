import { z } from 'zod';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf, sliceByIds } from './cursor.ts';
import { cursor, id, limit } from './input.ts';
import { notFound } from './problems.ts';
import { RuleDetail, RulePage } from './schemas.ts';

const RULE = { zh: '规则', en: 'rule' };

export const rules: Resource = async (app, { ports: { engine } }) => {
  app.get(
    '/rules',
    {
      schema: {
        operationId: 'listRules',
        tags: ['rules'],
        summary: '规则 / What is looked for',
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: RulePage, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }) => {
      const place = placeOf('rules', query.cursor);
      return pageOf('rules', sliceByIds(await engine.rules(), place, query.limit), (rule) => rule);
    },
  );

  app.get(
    '/rules/:id',
    {
      schema: {
        operationId: 'getRule',
        tags: ['rules'],
        summary: '规则及其原文 / A rule with its file',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: RuleDetail, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }) => {
      const rule = await engine.rule(params.id);
      if (!rule) throw notFound(RULE, params.id);
      return rule;
    },
  );
};
