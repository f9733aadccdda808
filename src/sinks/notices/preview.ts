import type { Place } from '../../model/place.ts';
import type { Preview } from '../../model/preview.ts';
import type { AlertTold, LeadTold, StoredEvent } from '../../store/event-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Carrier } from '../carrier.ts';
import { choose } from './choose.ts';
import type { Duty, NoticeSettings } from './kinds.ts';
import { eventData, type Notice, noticeOf } from './notice.ts';
import { turnOf } from './timing.ts';

export function previewOf(
  settings: NoticeSettings,
  carrier: Carrier<Notice>,
  duty: Duty,
  event: StoredEvent,
  place: Place | undefined,
  now: number,
): Preview {
  const { id: output, kind, bundleMinutes, quiet } = settings;
  const { as, why } = choose(settings, event, place, undefined);
  const known = { output, kind, to: carrier.to, why };
  if (as === undefined) return { ...known, sent: false, at: null, people: [], text: null };
  const notice = noticeOf(event, as, place);
  if (bundleMinutes === undefined) notice.data = eventData(event);
  const at = bundleMinutes === undefined ? now : turnOf(notice.severity, now, undefined, { bundleMinutes, quiet }).due;
  const { text } = carrier.compose([notice], at);
  return { ...known, sent: true, at, people: duty(at).map(({ name }) => name), text };
}

/** An alert of the store, as if it had just been raised. */
export function alertNow(views: StoreReader, id: string, now: number): AlertTold | undefined {
  const alert = views.alert(id);
  return alert && { kind: 'alert', seq: 0, id: `${id}.0`, at: now, event: 'raised', alert };
}

/** A lead of the store, as if it had just been opened. */
export function leadNow(views: StoreReader, id: string, now: number): LeadTold | undefined {
  const lead = views.lead(id);
  if (!lead) return undefined;
  return { kind: 'lead', seq: 0, id: `${id}.0`, at: now, by: '', from: null, to: lead.state, reason: '', lead };
}
