import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PROBLEMS, Refusal } from './problems.ts';

/** Bytes of a body, unpacked. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Bytes of bodies that may be under way together at one resource. */
const UNDER_WAY = 4 * BODY_LIMIT;

/**
 * Lets the routes of a resource take bodies of any type as bytes, gzip welcome, with bounds on each and on all together.
 * @returns options of such a route
 */
export function takesBytes(app: FastifyInstance) {
  let underWay = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST') return;
    const size = sizeOf(request);
    if (underWay + size > UNDER_WAY) throw new Refusal('not-taken', PROBLEMS['not-taken'].advice);
    underWay += size;
    reply.raw.once('close', () => {
      underWay -= size;
    });
  });
  return { bodyLimit: BODY_LIMIT, decompress: { requestEncodings: ['gzip' as const] } };
}

/** The body of such a route. @throws Refusal where there is none */
export function bytesOf({ body }: FastifyRequest): Uint8Array {
  if (!(body instanceof Uint8Array) || body.length === 0) throw new Refusal('malformed', EMPTY);
  return body;
}

const EMPTY = { zh: '请求没有正文', en: 'The request has no body' };

/** Media type of a body, in lower case and without parameters. */
export const mediaTypeOf = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();

/** What a body may come to: its length where that is known beforehand. */
function sizeOf({ headers }: FastifyRequest): number {
  const length = Number(headers['content-length']);
  const known = headers['content-encoding'] === undefined && Number.isInteger(length) && length >= 0;
  return known ? Math.min(length, BODY_LIMIT) : BODY_LIMIT;
}
