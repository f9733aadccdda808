import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../model/text.ts';
import { languageOf } from './language.ts';
import { PROBLEMS, type ProblemName, Refusal } from './problems.ts';

/** Seconds after which a client may ask again. */
const RETRY_AFTER: Partial<Record<ProblemName, number>> = { 'not-ready': 3, 'not-taken': 5, 'too-many-streams': 10 };

/** Every error leaves as a problem document; what is our own fault is logged and says nothing of the inside. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply));
}

export function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.problem === 'internal') request.log.error({ err: error }, 'request failed');
  const language = languageOf(request.headers['accept-language']);
  const retryAfter = RETRY_AFTER[refusal.problem];
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  return reply
    .code(PROBLEMS[refusal.problem].status)
    .type('application/problem+json; charset=utf-8')
    .header('content-language', language)
    .header('vary', 'accept-language')
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemDocument(refusal, language, request));
}

function problemDocument(refusal: Refusal, language: Language, request: FastifyRequest) {
  const { status, code, title } = PROBLEMS[refusal.problem];
  return {
    type: `/problems/${refusal.problem}`,
    title: title[language],
    status,
    detail: refusal.detail[language],
    instance: request.url.split('?', 1)[0],
    code,
    traceId: request.id,
    ...(refusal.faults.length === 0
      ? {}
      : {
          errors: refusal.faults.map(({ pointer, code, message, hint, at }) => ({
            pointer,
            code,
            message: message[language],
            ...(hint ? { hint: hint[language] } : {}),
            ...at,
          })),
        }),
  };
}

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof Refusal) return error;
  if (error.name === 'NotReady') return advised('not-ready');
  if (error.name === 'NotTaken') return advised('not-taken');
  return advised(problemOf(error.statusCode ?? 500));
}

const advised = (problem: ProblemName) => new Refusal(problem, PROBLEMS[problem].advice);

function problemOf(status: number): ProblemName {
  if (status >= 500) return 'internal';
  if (status === 404 || status === 413 || status === 415) {
    return ({ 404: 'not-found', 413: 'too-large', 415: 'unsupported-media-type' } as const)[status];
  }
  return 'malformed';
}
