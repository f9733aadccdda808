import { alertView } from '../model/alert-view.ts';
import { rfc3339 } from '../model/beijing.ts';
import type { AlertTold, LeadTold, StoredEvent } from '../store/event-queries.ts';

/** The type under which the JSON form of an event travels (CloudEvents 1.0, JSON event format §3). */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/**
 * What became of an alert or a lead, as a CloudEvent 1.0. `source` and `id` together say for ever which one it is: who
 * hears it twice can tell. `time` is Beijing time; `data` is the alert as the contract writes it, or the lead and its move.
 */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  /** `fluewatch.alert.raised|revised|confirmed|withdrawn`, `fluewatch.lead.opened|moved` */
  type: string;
  /** the alert or lead */
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  /** the site: events of one site keep their order (extension "partitioning") */
  partitionkey: string;
  data: object;
}

/** @param source which fluewatch it is, a URI reference */
export function cloudEvent(event: StoredEvent, source: string): CloudEvent {
  const { id, at } = event;
  const about = event.kind === 'alert' ? ofAlert(event) : ofLead(event);
  return {
    specversion: '1.0',
    id,
    source,
    type: about.type,
    subject: about.subject,
    time: rfc3339(at),
    datacontenttype: 'application/json',
    partitionkey: siteOf(event),
    data: about.data,
  };
}

export const siteOf = (event: StoredEvent): string => (event.kind === 'alert' ? event.alert.site : event.lead.site);

function ofAlert({ event, alert }: AlertTold) {
  return { type: `fluewatch.alert.${event}`, subject: alert.id, data: alertView(alert) };
}

function ofLead({ lead, from, to, by, reason }: LeadTold) {
  const { openedAt, start, end, ...rest } = lead;
  const times = { openedAt: rfc3339(openedAt), start: rfc3339(start), end: rfc3339(end) };
  return {
    type: `fluewatch.lead.${from === null ? 'opened' : 'moved'}`,
    subject: lead.id,
    data: { v: 1, ...rest, ...times, move: { from, to, by, reason } },
  };
}
