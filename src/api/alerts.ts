import { z } from 'zod';
import { ALERT_KINDS, ALERT_STATES, type AlertState, SEVERITIES } from '../model/alert.ts';
import { alertChange, alertView } from '../model/alert-view.ts';
import { rfc3339 } from '../model/beijing.ts';
import { ALERT_SORTS, type AlertSort } from '../store/alert-queries.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { complaintsAbout } from './complaint-links.ts';
import { pageOf, placeOf } from './cursor.ts';
import { answersTo } from './enterprise.ts';
import { checkSpan, cursor, id, limit, q, time, words } from './input.ts';
import { Labels } from './names.ts';
import { notFound } from './problems.ts';
import { alertRow } from './say.ts';
import { AlertDetail, AlertPage } from './schemas/alerts.ts';

const ALERT = { zh: '报警', en: 'alert' };

export const STATES: Record<AlertState | 'open' | 'all', readonly AlertState[]> = {
  open: ['provisional', 'confirmed'],
  provisional: ['provisional'],
  confirmed: ['confirmed'],
  withdrawn: ['withdrawn'],
  all: ALERT_STATES,
};

/** Which alerts. */
export const alertFilter = {
  state: z
    .enum(Object.keys(STATES) as (keyof typeof STATES)[])
    .default('open')
    .describe('open = provisional + confirmed'),
  severity: words(SEVERITIES).optional(),
  kind: words(ALERT_KINDS).optional(),
  site: id.optional(),
  outlet: id.optional(),
  rule: id.optional(),
  from: time.optional(),
  to: time.optional(),
  q,
};

const querystring = z.strictObject({
  ...alertFilter,
  sort: z.enum(ALERT_SORTS.map((sort) => `-${sort}` as const)).default('-severity'),
  limit,
  cursor,
});

export const alerts: Resource = async (app, { ports }) => {
  const { views, engine } = ports;
  app.get(
    '/alerts',
    {
      schema: {
        operationId: 'listAlerts',
        tags: ['alerts'],
        summary: '报警 / Alerts, the most severe first',
        querystring,
        response: { 200: AlertPage, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }) => {
      checkSpan(query.from, query.to, '/to');
      const sort = query.sort.slice(1) as AlertSort;
      const place = placeOf(`alerts-${sort}`, query.cursor);
      const labels = new Labels(await engine.names());
      const { severity: severities, kind: kinds, site, outlet, rule, from, to } = query;
      const filter = { states: STATES[query.state], severities, kinds, site, outlet, rule, from, to };
      const slice = views.alerts({ ...filter, search: labels.search(query.q) }, sort, place, query.limit);
      return pageOf(`alerts-${sort}`, slice, (alert) => alertRow(alert, labels));
    },
  );

  app.get(
    '/alerts/:id',
    {
      schema: {
        operationId: 'getAlert',
        tags: ['alerts'],
        summary: '报警详情：经过、依据、计算、反证 / An alert with its history and its argument',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: AlertDetail, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }) => {
      const alert = views.alert(params.id);
      if (!alert) throw notFound(ALERT, params.id);
      const labels = new Labels(await engine.names());
      const argument = await engine.explain(alert.id);
      return {
        ...alertView(alert),
        updatedAt: rfc3339(alert.updatedAt),
        history: views.alertHistory(alert.id).map(alertChange),
        ...(argument ?? { ruleTitle: labels.rule(alert.rule), basis: [], steps: [], against: [] }),
        leads: views.leadsOfAlert(alert.id),
        answers: answersTo(ports, [alert.id]),
        complaints: complaintsAbout(views, alert.site, [alert], (await engine.handling()).complaints.withinMs),
      };
    },
  );
};
