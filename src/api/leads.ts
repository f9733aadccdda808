import { z } from 'zod';
import { SEVERITIES } from '../model/alert.ts';
import { alertView } from '../model/alert-view.ts';
import {
  LEAD_MOVES,
  LEAD_QUEUES,
  LEAD_STATES,
  type LeadState,
  type Lead as LeadWord,
  OPEN_LEAD_STATES,
} from '../model/lead.ts';
import type { LeadDetail as LeadDetailView } from '../model/views/leads.ts';
import type { StoredAlert } from '../store/alert-queries.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { complaintsAbout } from './complaint-links.ts';
import { pageOf, placeOf } from './cursor.ts';
import { answersTo } from './enterprise.ts';
import { cursor, id, limit, q, words } from './input.ts';
import { Labels } from './names.ts';
import type { EnginePort, Explanation } from './ports.ts';
import { notFound, Refusal } from './problems.ts';
import { leadLine, leadView } from './say.ts';
import { Lead, LeadDetail, LeadPage } from './schemas/leads.ts';

const LEAD = { zh: '线索', en: 'lead' };
/** Alerts whose argument a lead repeats: the worst of each rule. */
const ARGUED = 20;

/** Which leads. */
export const leadFilter = {
  queue: z
    .enum([...LEAD_QUEUES, 'all'])
    .default('enforcement')
    .describe('执法线索、待研判或全部 / for enforcement, for review, or both'),
  state: words(['open', 'all', ...LEAD_STATES]).default(['all']),
  site: id.optional(),
  q,
};

export const leads: Resource = async (app, { ports }) => {
  const { views, engine } = ports;

  app.get(
    '/leads',
    {
      schema: {
        operationId: 'listLeads',
        tags: ['leads'],
        summary: '线索 / Leads, the most urgent first',
        querystring: z.strictObject({
          ...leadFilter,
          limit,
          cursor,
        }),
        response: { 200: LeadPage, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query: { queue, state, site, q, limit, cursor } }) => {
      const place = placeOf('leads', cursor);
      const labels = new Labels(await engine.names());
      const filter = {
        queue: queue === 'all' ? undefined : queue,
        states: statesOf(state),
        site,
        search: labels.search(q),
      };
      return pageOf('leads', views.leads(filter, place, limit), (lead) => leadView(lead, labels));
    },
  );

  app.get(
    '/leads/:id',
    {
      schema: {
        operationId: 'getLead',
        tags: ['leads'],
        summary: '线索详情 / A lead with its alerts, its argument and its history',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: LeadDetail, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }): Promise<LeadDetailView> => {
      const lead = views.lead(params.id);
      if (!lead) throw notFound(LEAD, params.id);
      const alerts = views.alertsOfLead(lead.id);
      return {
        ...leadView(lead, new Labels(await engine.names())),
        answers: answersTo(
          ports,
          alerts.map((alert) => alert.id),
        ),
        complaints: complaintsAbout(views, lead.site, standing(alerts), (await engine.handling()).complaints.withinMs),
        alertList: alerts.map(alertView),
        ...(await argumentOf(engine, alerts)),
        history: views.leadHistory(lead.id).map(leadLine),
      };
    },
  );

  app.post(
    '/leads/:id(^[^/]+?)::move',
    {
      schema: {
        operationId: 'moveLead',
        tags: ['leads'],
        summary: '流转线索 / Move a lead',
        params: z.strictObject({ id }),
        body: z.strictObject({
          to: z.enum(LEAD_STATES),
          version: z.number().int().nonnegative().describe('所见的版本 / the version that was seen'),
          by: z.string().trim().min(1).max(80),
          reason: z.string().trim().max(2000),
        }),
        response: {
          200: Lead,
          ...problems(...IN_BODY, 'not-found', 'wrong-move', 'stale-version', 'not-ready'),
        },
      },
    },
    async ({ params, body }) => {
      const before = views.lead(params.id);
      if (!before) throw notFound(LEAD, params.id);
      if (before.version !== body.version) throw stale(before);
      checkMove(before, body.to);
      await ports.command('lead-move', { lead: before.id, ...body });
      const after = views.lead(before.id) ?? before;
      // Two people may have moved it at once: the engine took the first, and the other has to look again.
      const taken = views
        .leadHistory(before.id)
        .some(
          (line) =>
            line.from === before.state && line.to === body.to && line.by === body.by && line.reason === body.reason,
        );
      if (!taken || after.version <= before.version) throw stale(after);
      return leadView(after, new Labels(await engine.names()));
    },
  );
};

export function statesOf(asked: readonly (LeadState | 'open' | 'all')[]): LeadState[] | undefined {
  if (asked.includes('all')) return undefined;
  return asked.flatMap((word) => (word === 'open' ? OPEN_LEAD_STATES : [word as LeadState]));
}

const stale = ({ state, version }: LeadWord) =>
  new Refusal('stale-version', {
    zh: `线索现为第 ${version} 版，状态 ${state}`,
    en: `The lead is at version ${version}, state ${state}`,
  });

function checkMove({ state }: LeadWord, to: LeadState): void {
  const allowed = LEAD_MOVES[state];
  if (allowed.includes(to)) return;
  const list = allowed.join(', ');
  throw new Refusal('wrong-move', {
    zh: `状态为 ${state} 的线索不能转为 ${to}；${list === '' ? '已到终点' : `可转为 ${list}`}`,
    en: `A lead that is ${state} cannot become ${to}; ${list === '' ? 'it has come to its end' : `it can become ${list}`}`,
  });
}

/** The argument of a lead: that of its worst alert, with the legal bases and counter-evidence of every rule in it. */
async function argumentOf(
  engine: EnginePort,
  alerts: readonly StoredAlert[],
): Promise<Pick<LeadDetailView, 'basis' | 'steps' | 'against'>> {
  const worstFirst = standing(alerts).sort((a, b) => rank(b) - rank(a) || b.start - a.start);
  const worst = new Map<string, StoredAlert>();
  for (const alert of worstFirst) if (!worst.has(alert.rule)) worst.set(alert.rule, alert);
  const argued = [...worst.values()].slice(0, ARGUED);
  const answers = await Promise.all(argued.map((alert) => engine.explain(alert.id)));
  const explained = answers.filter((answer): answer is Explanation => answer !== undefined);
  return {
    basis: [...new Map(explained.flatMap((e) => e.basis).map((basis) => [basis.id, basis])).values()],
    steps: explained[0]?.steps ?? [],
    against: [...new Map(explained.flatMap((e) => e.against).map((text) => [text.zh, text])).values()],
  };
}

const standing = (alerts: readonly StoredAlert[]) => alerts.filter(({ state }) => state !== 'withdrawn');

const rank = (alert: StoredAlert) => SEVERITIES.indexOf(alert.severity);
