import type { AlertEvent } from '../model/alert.ts';
import type { LeadEvent } from '../model/lead.ts';
import type { StreamMessages } from '../model/views/overview.ts';
import { type Database, query } from './database.ts';

/** Messages kept for readers that come back. */
export const KEPT_MESSAGES = 100_000;

/** Appends what the live stream says, numbered one by one without gaps; takes and returns the last number given. */
export function outboxWrites(
  db: Database,
): (alerts: readonly AlertEvent[], leads: readonly LeadEvent[], last: number) => number {
  const append = db.prepare<{ id: number; kind: string; body: string }>((s) =>
    query.insertInto('outbox').values({ id: s.id, kind: s.kind, body: s.body }),
  );
  const prune = db.prepare<{ id: number }>((s) => query.deleteFrom('outbox').where('id', '<=', s.id));
  return (alerts, leads, last) => {
    let id = last;
    for (const { event, alert } of alerts) {
      const message: StreamMessages['alert'] = { id: alert.id, event, severity: alert.severity, site: alert.site };
      append.run({ id: ++id, kind: 'alert', body: JSON.stringify(message) });
    }
    for (const { lead } of leads) {
      const message: StreamMessages['lead'] = { id: lead.id, state: lead.state, site: lead.site };
      append.run({ id: ++id, kind: 'lead', body: JSON.stringify(message) });
    }
    if (id > last) prune.run({ id: id - KEPT_MESSAGES });
    return id;
  };
}
