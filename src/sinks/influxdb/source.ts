import { dateText } from '../../model/beijing.ts';
import type { PageVersion } from '../../store/page-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Sendable, Source } from '../destination.ts';
import { type EventPlace, type EventSent, eventSource } from '../event-source.ts';

/** A day of an outlet that is to be written, again where it was before. */
export interface DaySent extends Sendable {
  kind: 'day';
  outlet: string;
  /** Beijing day number */
  day: number;
}

export interface HistoryPlace {
  events: EventPlace;
  page: PageVersion;
  mark: number;
}

const BEGINNING: PageVersion = { seq: -1, day: Number.MIN_SAFE_INTEGER, outlet: '' };

/**
 * What became of alerts and leads, and every day whose page was stored anew or whose marks changed. A page may change
 * while its turn comes: it is then read as it is, and comes once more.
 */
export function historySource(views: StoreReader, now: () => number): Source<EventSent | DaySent, HistoryPlace> {
  const events = eventSource(views, now);
  return {
    begin: (from) => ({
      events: events.begin(from),
      page: from === 'now' ? (views.lastPage() ?? BEGINNING) : BEGINNING,
      mark: from === 'now' ? views.lastMark() : 0,
    }),
    // Views that were computed anew: writing a day once more changes nothing at the other side.
    resume: (kept) =>
      kept.events.made === views.made() ? kept : { events: events.resume(kept.events), page: BEGINNING, mark: 0 },
    async after(place, limit) {
      const told = await events.after(place.events, limit);
      if (told.items.length > 0) return { items: told.items, place: { ...place, events: told.place } };
      const pages = views.pagesAfter(place.page, limit);
      if (pages.length > 0) return { items: pages.map(daySent), place: { ...place, page: pages.at(-1)! } };
      const { days, last } = views.daysMarkedAfter(place.mark);
      if (last > place.mark) {
        return { items: days.map((day) => daySent({ ...day, seq: last })), place: { ...place, mark: last } };
      }
      return { items: [], place };
    },
    waiting: (place) => events.waiting(place.events) + views.pagesWaiting(place.page) + (views.lastMark() - place.mark),
    close: () => views.close(),
  };
}

const daySent = ({ outlet, day, seq }: PageVersion): DaySent => ({
  kind: 'day',
  id: `${outlet}/${day}@${seq}`,
  about: `day ${dateText(day)} · ${outlet}`,
  outlet,
  day,
});
