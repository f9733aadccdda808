import { SEVERITIES, type Severity } from '../../model/alert.ts';
import { alertView } from '../../model/alert-view.ts';
import { rfc3339 } from '../../model/beijing.ts';
import type { Lead } from '../../model/lead.ts';
import type { NoticeEvent } from '../../model/notice-event.ts';
import type { Place } from '../../model/place.ts';
import type { Text } from '../../model/text.ts';
import { KIND_WORDS, LEAD_STATE_WORDS } from '../../model/words.ts';
import type { StoredEvent } from '../../store/event-queries.ts';
import type { Queued } from '../queue.ts';
import { EVENT_WORDS } from './words.ts';

/** Something to be told to people or to a system of theirs, worded once and never again; `id` is that of the event. */
export interface Notice extends Queued {
  event: NoticeEvent;
  what: 'alert' | 'lead';
  /** when it happened, epoch ms */
  at: number;
  /** beginning of what it speaks of, epoch ms */
  start: number;
  says: Text;
  /** the whole thing, for systems */
  data?: unknown;
}

/** @param told severity at which it was told of the alert or lead before; undefined: it never was */
export function noticeEvent(event: StoredEvent, told: Severity | undefined): NoticeEvent {
  if (event.kind === 'lead') {
    if (event.from === null) return 'opened';
    return event.from === event.to ? 'gathered' : 'moved';
  }
  if (event.event === 'raised' || event.event === 'withdrawn') return event.event;
  const { severity } = event.alert;
  if (told !== undefined && SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(told)) return 'escalated';
  return event.event;
}

export function noticeOf(event: StoredEvent, as: NoticeEvent, place: Place | undefined): Notice {
  const { id, at, kind: what } = event;
  const about = event.kind === 'alert' ? event.alert : event.lead;
  const { site, severity, says, start } = about;
  const name = place?.name ?? { zh: site, en: site };
  const outlet = event.kind === 'alert' && event.alert.outlet !== null ? place?.outlets[event.alert.outlet] : undefined;
  const topic = topicOf(event, as);
  const title: Text = {
    zh: `${topic.zh} · ${name.zh}${outlet ? ` ${outlet.zh}` : ''}`,
    en: `${topic.en} · ${name.en}${outlet ? ` ${outlet.en}` : ''}`,
  };
  return { id, event: as, what, subject: about.id, site, severity, at, start, title, says };
}

function topicOf(event: StoredEvent, as: NoticeEvent): Text {
  const word = EVENT_WORDS[as];
  if (event.kind === 'alert') {
    const kind = KIND_WORDS[event.alert.kind];
    return { zh: `${kind.zh}${word.zh}`, en: `${kind.en}: ${word.en}` };
  }
  if (as !== 'moved') return word;
  const state = LEAD_STATE_WORDS[event.to];
  return { zh: `${word.zh}（${state.zh}）`, en: `${word.en} (${state.en})` };
}

/** The event as systems get it. Who moved a lead and who has it are personal data and stay here. */
export function eventData(event: StoredEvent): unknown {
  return event.kind === 'alert' ? alertView(event.alert) : { ...leadData(event.lead), from: event.from, to: event.to };
}

function leadData({
  id,
  site,
  cause,
  queue,
  severity,
  priority,
  says,
  state,
  openedAt,
  start,
  end,
  alerts,
  version,
}: Lead) {
  const times = { openedAt: rfc3339(openedAt), start: rfc3339(start), end: rfc3339(end) };
  return { v: 1, id, site, cause, queue, severity, priority, says, state, ...times, alerts, version };
}
