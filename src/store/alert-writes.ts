import { sql } from 'kysely';
import { type AlertEvent, SEVERITIES } from '../model/alert.ts';
import { type Database, query } from './database.ts';
import type { AlertRow, Tables } from './tables.ts';

/** Newest events kept of one alert: an episode revised every five minutes for months must not grow without end. */
const KEPT_EVENTS = 100;

/** Writes alerts and their history. Older revisions go; that it was raised, confirmed, withdrawn stays always. */
export function alertWrites(db: Database): (event: AlertEvent, seq: number) => void {
  const put = db.prepare<Omit<AlertRow, 'events'>, { events: number }>((row) =>
    query
      .insertInto('alert')
      .values({ ...slotted(row), events: 1 })
      .onConflict((c) => c.column('id').doUpdateSet({ ...slotted(row), events: (eb) => eb('alert.events', '+', 1) }))
      .returning('events'),
  );
  const append = db.prepare<Tables['alert_event']>(({ alert, n, event, at, body, seq }) =>
    query.insertInto('alert_event').values({ alert, n, event, at, body, seq }),
  );
  const forget = db.prepare<{ alert: string; n: number }>((s) =>
    query
      .deleteFrom('alert_event')
      .where('alert', '=', s.alert)
      .where('n', '=', s.n)
      .where('event', '=', sql.lit('revised')),
  );
  return ({ event, at, alert }, seq) => {
    const body = JSON.stringify(alert);
    const { events } = put.get({
      id: alert.id,
      state: alert.state,
      open: alert.state === 'withdrawn' ? 0 : 1,
      severity: SEVERITIES.indexOf(alert.severity),
      kind: alert.kind,
      rule: alert.rule,
      site: alert.site,
      outlet: alert.outlet,
      start_at: alert.start,
      end_at: alert.end,
      updated_at: at,
      says: `${alert.says.zh}\n${alert.says.en}`.toLowerCase(),
      body,
    })!;
    append.run({ alert: alert.id, n: events, event, at, body, seq });
    if (events > KEPT_EVENTS) forget.run({ alert: alert.id, n: events - KEPT_EVENTS });
  };
}

/** The slots as plain properties, so that they can be spread into a row. */
function slotted(row: Omit<AlertRow, 'events'>): Omit<AlertRow, 'events'> {
  const { id, state, open, severity, kind, rule, site, outlet, start_at, end_at, updated_at, says, body } = row;
  return { id, state, open, severity, kind, rule, site, outlet, start_at, end_at, updated_at, says, body };
}
