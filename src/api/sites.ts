import { z } from 'zod';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf, sliceByIds } from './cursor.ts';
import { cursor, id, limit, q } from './input.ts';
import { holds } from './names.ts';
import { notFound } from './problems.ts';
import { Site, SitePage } from './schemas/sites.ts';

const SITE = { zh: '企业', en: 'site' };

export const sites: Resource = async (app, { ports: { engine } }) => {
  app.get(
    '/sites',
    {
      schema: {
        operationId: 'listSites',
        tags: ['sites'],
        summary: '企业 / Permit holders',
        querystring: z.strictObject({ q, limit, cursor }),
        response: { 200: SitePage, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }) => {
      const found = (await engine.sites()).filter(
        ({ id, name, region }) => query.q === undefined || holds(query.q, id, name.zh, name.en, region),
      );
      return pageOf('sites', sliceByIds(found, placeOf('sites', query.cursor), query.limit), (site) => site);
    },
  );

  app.get(
    '/sites/:id',
    {
      schema: {
        operationId: 'getSite',
        tags: ['sites'],
        summary: '一企一档 / A site with its outlets, channels and limits',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: Site, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }) => {
      const site = await engine.site(params.id);
      if (!site) throw notFound(SITE, params.id);
      return site;
    },
  );
};
