import type { StoredEvent } from '../store/event-queries.ts';
import type { StoreReader } from '../store/reader.ts';
import type { Sendable, Source } from './destination.ts';

/** Everything that became of alerts and leads, as the store keeps it: nothing is dropped however long an output rests. */
export interface EventPlace {
  /** which file of views the number is of */
  made: string;
  seq: number;
  /** when that event happened, epoch ms */
  at: number;
}

export type EventSent = StoredEvent & Sendable;

/**
 * @param views closed with the source
 * @param wanted which events are sent at all
 */
export function eventSource(
  views: StoreReader,
  now: () => number,
  wanted: (event: StoredEvent) => boolean = () => true,
): Source<EventSent, EventPlace> {
  return {
    begin: (from) => ({
      made: views.made(),
      seq: from === 'now' ? views.lastEvent() : 0,
      at: from === 'now' ? now() : 0,
    }),
    // Views that were computed anew number their events anew; what happened at the same time comes again.
    resume: (kept) =>
      kept.made === views.made() ? kept : { made: views.made(), seq: views.eventBefore(kept.at), at: kept.at },
    async after(place, limit) {
      const events = views.eventsAfter(place.seq, limit);
      const last = events.at(-1);
      return {
        items: events.filter(wanted).map((event) => ({ ...event, about: aboutOf(event) })),
        place: last ? { ...place, seq: last.seq, at: last.at } : place,
      };
    },
    waiting: ({ seq }) => views.lastEvent() - seq,
    close: () => views.close(),
  };
}

function aboutOf(event: StoredEvent): string {
  const { site, says } = event.kind === 'alert' ? event.alert : event.lead;
  return `${event.kind} ${event.kind === 'alert' ? event.event : event.to} · ${site} · ${says.zh}`;
}
