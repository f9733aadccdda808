import { createHash } from 'node:crypto';
import { type Alert, SEVERITIES, type Severity } from '../../model/alert.ts';
import { minuteText } from '../../model/beijing.ts';
import { camerasOf } from '../../model/camera.ts';
import type { Footage } from '../../model/footage.ts';
import type { Place } from '../../model/place.ts';
import type { StoredEvent } from '../../store/event-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import { matches } from '../notices/match.ts';
import type { Queued } from '../queue.ts';
import type { VideoSettings } from './settings.ts';

/** A span to be asked of the platform. */
export interface Bookmark extends Queued {
  footage: Footage;
  outlet: string | null;
  /** beginning of the alert, epoch ms */
  start: number;
}

/** Alerts that an event speaks of, each as grave as the gravest case for enforcement that holds it. */
export function alertsIn(event: StoredEvent, views: Pick<StoreReader, 'alertsOfLead'>): Alert[] {
  if (event.kind === 'alert') return [event.alert];
  const { id, queue, severity } = event.lead;
  if (queue !== 'enforcement') return [];
  return views.alertsOfLead(id).map((alert) => ({ ...alert, severity: graver(alert.severity, severity) }));
}

/** What is asked for of an alert: a span of every camera that can tell something about its outlet. */
export function bookmarksOf(alert: Alert, place: Place | undefined, settings: VideoSettings, now: number): Bookmark[] {
  if (alert.state === 'withdrawn' || !isWanted(alert, place, settings)) return [];
  const { before, after, most } = settings.span;
  const from = alert.start - before;
  const to = Math.min(alert.end + after, from + most);
  return camerasOf(place?.cameras ?? [], alert.outlet).map(({ id: camera, name, view, channel }) => {
    const footage: Footage = {
      id: footageId(settings.id, alert.id, camera, from),
      output: settings.id,
      alert: alert.id,
      site: alert.site,
      camera: { id: camera, name, view, channel },
      from,
      to,
      state: 'asked',
      at: now,
      settledAt: null,
      reference: null,
      url: null,
      sha256: null,
      hashedBy: null,
      bytes: null,
      mediaType: null,
      why: null,
    };
    const span = `${minuteText(from)} – ${minuteText(to)}`;
    const title = { zh: `${name.zh} ${span} · ${alert.says.zh}`, en: `${name.en} ${span} · ${alert.says.en}` };
    const { site, severity, outlet, start } = alert;
    return { id: footage.id, subject: alert.id, site, severity, title, footage, outlet, start };
  });
}

function isWanted(alert: Alert, place: Place | undefined, { match }: VideoSettings): boolean {
  const event: StoredEvent = { kind: 'alert', seq: 0, id: alert.id, at: alert.start, event: 'raised', alert };
  return match.some((line) => matches(line, event, place));
}

/** The same for the same span, however often the alert is revised. */
function footageId(output: string, alert: string, camera: string, from: number): string {
  const digest = createHash('sha256').update([output, alert, camera, from].join('|')).digest('hex');
  return `ft_${digest.slice(0, 20)}`;
}

const graver = (a: Severity, b: Severity) => (SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b) ? a : b);
