import { z } from 'zod';
import { rfc3339 } from '../model/beijing.ts';
import { type DeviceAsk, type DeviceRequest, HISTORY_GRAINS } from '../model/request.ts';
import type { DeviceAskView, RequestView } from '../model/views/devices.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf } from './cursor.ts';
import { checkSpan, cursor, factorCode, id, limit, time } from './input.ts';
import { invalid, notFound, Refusal } from './problems.ts';
import { RequestPage, RequestSchema } from './schemas/devices.ts';

const DEVICE = { zh: '设备', en: 'device' };
const LONGEST_MS = 31 * 86_400_000;
/** HJ 212-2017 table 9: MinInterval is one of these. */
const MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

const askSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('history'), grain: z.enum(HISTORY_GRAINS), from: time, to: time }),
  z.strictObject({ kind: z.literal('clock'), factor: factorCode.optional() }),
  z.strictObject({ kind: z.literal('set-clock'), factor: factorCode.optional() }),
  z.strictObject({ kind: z.literal('interval'), of: z.enum(['live', 'minute']) }),
  z.strictObject({
    kind: z.literal('set-interval'),
    of: z.enum(['live', 'minute']),
    every: z.number().int().min(1).max(3600).describe('live: 30–3600 s；minute: 1 2 3 4 5 6 10 12 15 20 30 min'),
  }),
  z.strictObject({
    kind: z.literal('information'),
    info: z
      .string()
      .regex(/^i\d{5}$/)
      .describe('InfoId，如 i11001 日志、i12001 状态、i13001 参数 / log, state, parameter'),
    factor: factorCode.optional(),
    from: time.optional(),
    to: time.optional(),
  }),
  z.strictObject({ kind: z.literal('identity'), factor: factorCode }),
]);

/** Asking devices themselves (HJ 212 from the server to the device). */
export const requests: Resource = async (app, { ports }) => {
  const { views } = ports;
  const params = z.strictObject({ mn: id });

  app.get(
    '/devices/:mn/requests',
    {
      schema: {
        operationId: 'listRequests',
        tags: ['devices'],
        summary: '向设备发出的请求 / What was asked of a device, latest first',
        params,
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: RequestPage, ...problems('malformed', 'invalid-input') },
      },
    },
    async ({ params: { mn }, query: { limit, cursor } }) => {
      const slice = views.requests(mn, placeOf('requests', cursor), limit);
      return pageOf('requests', slice, (stored) => requestView(ports.requests.now(stored)));
    },
  );

  app.post(
    '/devices/:mn/requests',
    {
      schema: {
        operationId: 'askDevice',
        tags: ['devices'],
        summary:
          '向设备发出请求：补采、校时、间隔、参数 / Ask a device for history, its clock, intervals or parameters',
        params,
        body: z.strictObject({
          ask: askSchema,
          by: z.string().trim().min(1).max(80),
          reason: z.string().trim().min(1).max(500),
        }),
        response: { 201: RequestSchema, ...problems(...IN_BODY, 'not-found', 'too-many-requests') },
      },
    },
    async ({ params: { mn }, body: { ask, by, reason } }, reply) => {
      const device = views.device(mn);
      if (!device?.outlet) throw notFound(DEVICE, mn);
      checkAsk(ask);
      const request = await ports.requests.ask(mn, ask as DeviceAsk, by, reason);
      if (!request) throw tooMany(mn);
      return reply.code(201).send(requestView(request));
    },
  );
};

function checkAsk(ask: z.output<typeof askSchema>): void {
  if (ask.kind === 'history' || ask.kind === 'information') {
    checkSpan(ask.from, ask.to, '/ask/to');
    if (ask.from !== undefined && ask.to !== undefined && ask.to - ask.from > LONGEST_MS)
      throw outside('/ask/to', '31 d');
  }
  if (ask.kind === 'set-interval') {
    if (ask.of === 'live' && ask.every < 30) throw outside('/ask/every', '30–3600 s');
    if (ask.of === 'minute' && !MINUTES.includes(ask.every)) throw outside('/ask/every', `${MINUTES.join(', ')} min`);
  }
}

const outside = (pointer: string, allowed: string) =>
  invalid({
    pointer,
    code: 'out-of-range',
    message: { zh: `超出允许范围：${allowed}`, en: `allowed: ${allowed}` },
  });

const tooMany = (mn: string) =>
  new Refusal('too-many-requests', {
    zh: `设备 ${mn} 还有太多请求没有结束`,
    en: `Too many requests to device ${mn} are still open`,
  });

function requestView({ ask, at, endedAt, replies, ...rest }: DeviceRequest): RequestView {
  return {
    ...rest,
    ask: askView(ask),
    at: rfc3339(at),
    endedAt: endedAt === null ? null : rfc3339(endedAt),
    replies: [...replies],
  };
}

function askView(ask: DeviceAsk): DeviceAskView {
  const { from, to, ...rest } = { from: undefined, to: undefined, ...ask };
  return {
    ...rest,
    ...(from === undefined ? {} : { from: rfc3339(from) }),
    ...(to === undefined ? {} : { to: rfc3339(to) }),
  };
}
