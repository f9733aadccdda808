import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { rfc3339 } from '../model/beijing.ts';
import type { Footage } from '../model/footage.ts';
import type { FootageView } from '../model/views/connections.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { id } from './input.ts';
import { invalid, notFound } from './problems.ts';
import { FootageList } from './schemas/connections.ts';

const footageView = (footage: Footage): FootageView => ({
  ...footage,
  from: rfc3339(footage.from),
  to: rfc3339(footage.to),
  at: rfc3339(footage.at),
  settledAt: footage.settledAt === null ? null : rfc3339(footage.settledAt),
  file: footage.bytes === null ? null : `/api/v1/footage/${footage.id}/file`,
});

/** Shown as they are; anything else is offered for saving. */
const SHOWN = ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm'];

export const footage: Resource = async (app, { ports }) => {
  app.get(
    '/footage',
    {
      schema: {
        operationId: 'listFootage',
        tags: ['footage'],
        summary: '摄像机所见 / What cameras saw around an alert, or around all alerts of a lead',
        querystring: z.strictObject({ alert: id.optional(), lead: id.optional() }),
        response: { 200: FootageList, ...problems('invalid-input') },
      },
    },
    async ({ query: { alert, lead } }, reply) => {
      if ((alert === undefined) === (lead === undefined)) {
        const says = { zh: '须给出 alert 或 lead 之一', en: 'give either alert or lead' };
        throw invalid({ pointer: '/alert', code: 'missing', message: says, hint: says });
      }
      reply.header('cache-control', 'no-store');
      return { items: ports.footage.of(alert !== undefined ? { alert } : { lead: lead! }).map(footageView) };
    },
  );

  app.get(
    '/footage/:id/file',
    {
      schema: {
        operationId: 'getFootageFile',
        tags: ['footage'],
        summary: '保存的图片或录像，ETag 为其 SHA-256 / The picture or clip that we keep; its SHA-256 is the ETag',
        params: z.strictObject({ id }),
        response: {
          200: {
            description: '文件 / the file',
            content: Object.fromEntries(
              [...SHOWN, 'application/octet-stream'].map((type) => [type, { schema: z.any() }]),
            ),
          },
          ...problems('not-found'),
        },
      },
    },
    async ({ params }, reply) => {
      const found = ports.footage.file(params.id);
      if (!found) throw notFound({ zh: '录像文件', en: 'file of footage' }, params.id);
      const { mediaType, sha256, bytes } = found.footage;
      const shown = SHOWN.includes(mediaType ?? '');
      return reply
        .headers({
          'content-type': shown ? mediaType! : 'application/octet-stream',
          'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="${params.id}"`,
          'content-length': bytes!,
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
          etag: `"${sha256}"`,
        })
        .send(createReadStream(found.path));
    },
  );
};
