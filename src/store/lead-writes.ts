import type { Lead, LeadEvent } from '../model/lead.ts';
import { type Database, query } from './database.ts';

/** Of so many events, the newest of each lead, it is kept how the lead stood then: a lead may hold hundreds of alerts. */
const KEPT_BODIES = 100;

/** Writes leads, their history and which alerts they hold. */
export function leadWrites(db: Database): (event: LeadEvent, seq: number) => void {
  const append = (event: LeadEvent, n: number, seq: number) =>
    db.run(
      query.insertInto('lead_event').values({
        lead: event.lead.id,
        n,
        at: event.at,
        author: event.by,
        from_state: event.from,
        to_state: event.lead.state,
        reason: event.reason,
        seq,
        body: JSON.stringify(event.lead),
      }),
    );
  const forget = (lead: string, n: number) =>
    db.run(query.updateTable('lead_event').set({ body: null }).where('lead', '=', lead).where('n', '=', n));
  return (event, seq) => {
    const n = put(db, event.lead);
    append(event, n, seq);
    if (n > KEPT_BODIES) forget(event.lead.id, n - KEPT_BODIES);
    relate(db, event.lead);
  };
}

/** @returns how many events the lead has had, this one included */
function put(db: Database, lead: Lead): number {
  const row = {
    id: lead.id,
    site: lead.site,
    queue: lead.queue,
    state: lead.state,
    priority: lead.priority,
    opened_at: lead.openedAt,
    says: `${lead.says.zh}\n${lead.says.en}`.toLowerCase(),
    body: JSON.stringify(lead),
  };
  return db.get(
    query
      .insertInto('lead')
      .values({ ...row, events: 1 })
      .onConflict((c) => c.column('id').doUpdateSet({ ...row, events: (eb) => eb('lead.events', '+', 1) }))
      .returning('events'),
  )!.events;
}

/** Keeps `lead_alert` equal to the lead's list, touching only what differs. */
function relate(db: Database, lead: Lead): void {
  const held = new Set(
    db.all(query.selectFrom('lead_alert').select('alert').where('lead', '=', lead.id)).map((row) => row.alert),
  );
  for (const alert of new Set(lead.alerts)) {
    if (!held.delete(alert)) db.run(query.insertInto('lead_alert').values({ lead: lead.id, alert }));
  }
  for (const alert of held) {
    db.run(query.deleteFrom('lead_alert').where('lead', '=', lead.id).where('alert', '=', alert));
  }
}
