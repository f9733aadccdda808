import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AlertAnswer } from '../model/answer.ts';
import { rfc3339 } from '../model/beijing.ts';
import type { Enterprise } from '../model/enterprise.ts';
import { MARK_KINDS, type Mark as MarkWord } from '../model/mark.ts';
import { markId } from '../model/mark-id.ts';
import type { EnterpriseAlert, EnterpriseOutlet } from '../model/views/enterprise.ts';
import type { AnswerView } from '../model/views/statements.ts';
import type { StoredAlert } from '../store/alert-queries.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { takesBytes } from './bodies.ts';
import { pageOf, placeOf } from './cursor.ts';
import { unknownId, unknownWord } from './faults.ts';
import { cursor, factorCode, id, limit, spanFault, time } from './input.ts';
import { markWord, ofMarks } from './marks.ts';
import type { Ports } from './ports.ts';
import { type Fault, invalid, notFound, PROBLEMS, Refusal } from './problems.ts';
import { markView } from './say.ts';
import { EnterpriseAlertList, EnterpriseSchema } from './schemas/enterprise.ts';
import { AnswerSchema, Mark, MarkPage } from './schemas/statements.ts';
import { bodyOf, CONSUMES, personId, statementId, type Terms, take, taken, yes } from './statements.ts';

const OUTLET = { zh: '排放口', en: 'outlet' };
const ALERT = { zh: '报警', en: 'alert' };
const TOKEN = [{ enterpriseToken: [] }];
/** Open alerts that a page shows. */
const SHOWN = 200;

const MarkRow = z.strictObject({
  outlet: id,
  mark: markWord,
  start: time,
  end: time,
  factor: factorCode.optional(),
  note: z.string().trim().min(1).max(2000).describe('原因 / the reason'),
  id: statementId.optional(),
  by: personId,
  revoked: yes.optional(),
});

const AnswerRow = z.strictObject({ text: z.string().trim().min(1).max(4000), by: personId });

const HEADS = {
  排放口: 'outlet',
  标记: 'mark',
  开始: 'start',
  结束: 'end',
  因子: 'factor',
  原因: 'note',
  编号: 'id',
  工号: 'by',
  撤回: 'revoked',
};

/**
 * What an enterprise sees and says, of its own sites only: every request shows a token (Authorization: Bearer …), and
 * what belongs to others does not exist for it. Suspicions, leads and complaints are never shown (leads.md §4).
 */
export const enterprise: Resource = async (app, { ports }) => {
  const { views, engine } = ports;
  const bytes = takesBytes(app);
  const own = async (who: Enterprise) => (await engine.enterprise(who.sites)).flatMap(({ outlets }) => outlets);

  app.get(
    '/enterprise',
    {
      schema: {
        operationId: 'getEnterprise',
        tags: ['enterprise'],
        security: TOKEN,
        summary: '企业端：数据现状、限值、可用标记与剩余时长 / What a plant is shown of its own outlets',
        querystring: z.strictObject({}),
        response: { 200: EnterpriseSchema, ...problems('no-entry', 'invalid-input', 'not-ready') },
      },
    },
    async (request, reply) => {
      const { id, name, sites } = entered(ports, request);
      reply.header('cache-control', 'no-store');
      return { id, name, now: rfc3339(ports.now()), sites: await engine.enterprise(sites) };
    },
  );

  app.get(
    '/enterprise/marks',
    {
      schema: {
        operationId: 'listOwnMarks',
        tags: ['enterprise'],
        security: TOKEN,
        summary: '企业端：本企业的标记 / Marks of an own outlet, those that were taken back as well',
        querystring: z.strictObject({ outlet: id, limit, cursor }),
        response: { 200: MarkPage, ...problems('no-entry', 'invalid-input', 'not-ready') },
      },
    },
    async (request, reply) => {
      const { outlet, limit, cursor } = request.query;
      const outlets = await own(entered(ports, request));
      if (!outlets.some((one) => one.id === outlet)) throw strange(outlet, outlets);
      reply.header('cache-control', 'no-store');
      return pageOf('marks', views.marks({ outlet, revoked: true }, placeOf('marks', cursor), limit), markView);
    },
  );

  app.post(
    '/enterprise/marks',
    {
      ...bytes,
      schema: {
        operationId: 'addOwnMarks',
        tags: ['enterprise'],
        security: TOKEN,
        summary: '企业端：自主标记 / Enter marks for own outlets; only kinds that the industry has',
        consumes: CONSUMES,
        body: bodyOf(MarkRow, EXAMPLE),
        response: { ...taken(Mark), ...problems('no-entry', ...IN_BODY, 'not-ready', 'not-taken') },
      },
    },
    async (request, reply) =>
      take(ports, request, reply, ownMarks(ports, await own(entered(ports, request))), markView),
  );

  app.get(
    '/enterprise/alerts',
    {
      schema: {
        operationId: 'listOwnAlerts',
        tags: ['enterprise'],
        security: TOKEN,
        summary: '企业端：本企业未结束的报警 / Open alerts about own outlets, latest first',
        querystring: z.strictObject({}),
        response: { 200: EnterpriseAlertList, ...problems('no-entry', 'invalid-input', 'not-ready') },
      },
    },
    async (request, reply) => {
      const who = entered(ports, request);
      const { kinds, notRules } = (await engine.handling()).enterprise;
      const items = who.sites.flatMap((site) => {
        const filter = { site, kinds, states: ['provisional', 'confirmed'] as const };
        return views.alerts(filter, 'start', null, SHOWN).items.filter(({ rule }) => !notRules.includes(rule));
      });
      reply.header('cache-control', 'no-store');
      return { items: items.sort((a, b) => b.start - a.start).map((alert) => alertOf(ports, alert)) };
    },
  );

  app.post(
    '/enterprise/alerts/:id(^[^/]+?)::answer',
    {
      ...bytes,
      schema: {
        operationId: 'answerAlert',
        tags: ['enterprise'],
        security: TOKEN,
        summary: '企业端：对报警作出说明 / Say something to an alert about oneself; it goes with the lead',
        consumes: ['application/json'],
        params: z.strictObject({ id }),
        body: bodyOf(AnswerRow, { text: '更换滤袋，10:30 恢复', by: 'E017' }),
        response: {
          200: AnswerSchema,
          201: AnswerSchema,
          ...problems('no-entry', ...IN_BODY, 'not-found', 'not-ready', 'not-taken'),
        },
      },
    },
    async (request, reply) => {
      const who = entered(ports, request);
      const alert = views.alert(request.params.id);
      const { kinds, notRules } = (await engine.handling()).enterprise;
      const shown =
        alert && who.sites.includes(alert.site) && kinds.includes(alert.kind) && !notRules.includes(alert.rule);
      if (!shown || alert.state === 'withdrawn') throw notFound(ALERT, request.params.id);
      const terms = answerTerms(ports, who, alert);
      return take(ports, request, reply, terms, answerView) as Promise<AnswerView>;
    },
  );
};

const EXAMPLE = {
  outlet: 'demo-wte-f1',
  mark: '故障',
  start: '2026-03-02 01:00',
  end: '2026-03-02 03:30',
  note: '引风机跳停',
  by: 'E017',
};

/** Who asks. @throws Refusal without a token that opens something */
function entered(ports: Ports, { headers }: FastifyRequest): Enterprise {
  const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const who = token === undefined ? undefined : ports.enterpriseOf(token);
  if (!who) throw new Refusal('no-entry', PROBLEMS['no-entry'].advice);
  return who;
}

const strange = (outlet: string, own: readonly EnterpriseOutlet[]) =>
  invalid(
    unknownId(
      '/outlet',
      OUTLET,
      outlet,
      own.map((one) => one.id),
    ),
  );

function ownMarks(ports: Ports, own: readonly EnterpriseOutlet[]): Terms<typeof MarkRow, MarkWord> {
  return {
    row: MarkRow,
    heads: HEADS,
    read: ({ mark: kind, id: given, by, revoked, ...said }) => {
      const outlet = own.find((one) => one.id === said.outlet);
      if (!outlet) {
        return [
          unknownId(
            '/outlet',
            OUTLET,
            said.outlet,
            own.map((one) => one.id),
          ),
        ];
      }
      const allowed = outlet.groups.flatMap(({ kinds }) => kinds.map((one) => one.kind));
      const faults: (Fault | undefined)[] = [spanFault(said.start, said.end, '/end')];
      if (!allowed.includes(kind)) {
        const words = allowed.map((one) => MARK_KINDS[one].name.zh);
        faults.push({ pointer: '/mark', ...unknownWord(MARK_KINDS[kind].name.zh, words) });
      }
      const found = faults.filter((fault) => fault !== undefined);
      if (found.length > 0) return found;
      const content = {
        kind,
        ...said,
        author: { role: 'enterprise' as const, id: by },
        ...(revoked ? { revoked } : {}),
      };
      return { id: given ?? markId(content), ...content, createdAt: ports.now() };
    },
    ...ofMarks(ports),
  };
}

function answerTerms(ports: Ports, who: Enterprise, alert: StoredAlert): Terms<typeof AnswerRow, AlertAnswer> {
  return {
    row: AnswerRow,
    heads: {},
    read: ({ text, by }) => {
      const digest = createHash('sha256').update([alert.id, who.id, by, text].join('|')).digest('hex');
      const author = { role: 'enterprise' as const, id: by };
      return {
        id: `an_${digest.slice(0, 20)}`,
        alert: alert.id,
        site: alert.site,
        enterprise: who.id,
        author,
        text,
        at: ports.now(),
      };
    },
    known: (id) => ports.views.statement<AlertAnswer>('answer', id),
    same: () => true,
    keep: (records) => ports.command('answer', ...records),
  };
}

/** What enterprises said to alerts, oldest first. */
export function answersTo({ views }: Pick<Ports, 'views'>, alerts: readonly string[]): AnswerView[] {
  const { items } = views.statements<AlertAnswer>('answer', { subjects: alerts }, null, 1000);
  return items.reverse().map(answerView);
}

const answerView = ({ id, alert, enterprise, author, text, at }: AlertAnswer): AnswerView => ({
  id,
  alert,
  enterprise,
  author,
  text,
  at: rfc3339(at),
});

function alertOf(ports: Ports, alert: StoredAlert): EnterpriseAlert {
  const { id, outlet, kind, severity, state, factor, start, end, value, limit, unit, says } = alert;
  return {
    id,
    outlet,
    kind,
    severity,
    state,
    factor,
    start: rfc3339(start),
    end: rfc3339(end),
    value,
    limit,
    unit,
    says,
    answers: answersTo(ports, [id]),
  };
}
