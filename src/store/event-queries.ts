import type { Alert, AlertEventKind } from '../model/alert.ts';
import type { Lead, LeadState } from '../model/lead.ts';
import { type Database, query } from './database.ts';

/**
 * Something that became of an alert or a lead, for the world outside. `seq` numbers both kinds together, as the live
 * stream does; `id` says which event it is for ever, so that whoever hears it twice can tell.
 */
export type StoredEvent = AlertTold | LeadTold;

interface Told {
  seq: number;
  /** the alert or lead, and the number of the event within it */
  id: string;
  /** the journal's clock, epoch ms */
  at: number;
}

export interface AlertTold extends Told {
  kind: 'alert';
  event: AlertEventKind;
  /** as it stood then */
  alert: Alert;
}

export interface LeadTold extends Told {
  kind: 'lead';
  by: string;
  from: LeadState | null;
  to: LeadState;
  reason: string;
  /** as it stood then; as it stands now, where a hundred events have followed or an old layout kept no more */
  lead: Lead;
}

/**
 * Events numbered above `after`, in order. None is ever dropped but old revisions of an alert that was revised a hundred
 * times since.
 */
export function eventsAfter(db: Database, after: number, limit: number): StoredEvent[] {
  // Both halves up to one and the same commit: what is committed between them waits.
  const last = lastEvent(db);
  const alerts = db
    .all(
      query
        .selectFrom('alert_event')
        .select(['seq', 'alert', 'n', 'at', 'event', 'body'])
        .where('seq', '>', after)
        .where('seq', '<=', last)
        .orderBy('seq')
        .limit(limit),
    )
    .map(({ seq, alert, n, at, event, body }): AlertTold => {
      const told = { seq, id: `${alert}.${n}`, at, event: event as AlertEventKind };
      return { kind: 'alert', ...told, alert: JSON.parse(body) as Alert };
    });
  const leads = db
    .all(
      query
        .selectFrom('lead_event')
        .innerJoin('lead', 'lead.id', 'lead_event.lead')
        .select(['seq', 'lead_event.lead as id', 'n', 'at', 'author', 'from_state', 'to_state', 'reason'])
        .select((s) => s.fn.coalesce('lead_event.body', 'lead.body').as('body'))
        .where('seq', '>', after)
        .where('seq', '<=', last)
        .orderBy('seq')
        .limit(limit),
    )
    .map(({ seq, id, n, at, author, from_state, to_state, reason, body }): LeadTold => {
      const told = { seq, id: `${id}.${n}`, at, by: author, reason };
      const moved = { from: from_state as LeadState | null, to: to_state as LeadState };
      return { kind: 'lead', ...told, ...moved, lead: JSON.parse(body) as Lead };
    });
  return [...alerts, ...leads].sort((a, b) => a.seq - b.seq).slice(0, limit);
}

/** Number of the newest event; 0 before the first. */
export function lastEvent(db: Database): number {
  return db.get(query.selectFrom('progress').select('outbox'))!.outbox;
}

/** Number of the last event before the first that happened at `at` or later. */
export function eventBefore(db: Database, at: number): number {
  const first = (events: 'alert_event' | 'lead_event') =>
    db.get(
      query
        .selectFrom(events)
        .select((s) => s.fn.min('seq').as('seq'))
        .where('at', '>=', at),
    )?.seq ?? Number.POSITIVE_INFINITY;
  const seq = Math.min(first('alert_event'), first('lead_event'));
  return Number.isFinite(seq) ? seq - 1 : lastEvent(db);
}
