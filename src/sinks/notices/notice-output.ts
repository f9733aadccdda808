import type { Logger } from 'pino';
import type { Delivery, Output } from '../../model/connection.ts';
import type { Place } from '../../model/place.ts';
import type { Preview } from '../../model/preview.ts';
import type { StoredEvent } from '../../store/event-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Carrier } from '../carrier.ts';
import type { EventSent } from '../event-source.ts';
import type { OutputFile } from '../output-file.ts';
import type { Queue } from '../queue.ts';
import { type QueuedOptions, QueuedOutput } from '../queued-output.ts';
import { choose } from './choose.ts';
import type { Duty, NoticeSettings } from './kinds.ts';
import { eventData, type Notice, noticeOf } from './notice.ts';
import { previewOf } from './preview.ts';
import { turnOf } from './timing.ts';

export type Places = () => Promise<Readonly<Record<string, Place>>>;

export interface NoticeOptions
  extends Pick<QueuedOptions<Notice>, 'now' | 'pauses' | 'patienceMs' | 'graceMs' | 'lookMs'> {
  settings: NoticeSettings;
  carrier: Carrier<Notice>;
  duty: Duty;
  /** closed with the output */
  views: StoreReader;
  /** closed with the output */
  file: OutputFile;
  places: Places;
  log: Logger;
  /** systems get the whole event, and each by itself */
  whole?: boolean;
}

/** An output that tells people, or systems of theirs: events that somebody wants become notices. */
export class NoticeOutput extends QueuedOutput<Notice> implements Output {
  readonly #options: NoticeOptions;

  constructor(options: NoticeOptions) {
    const { settings, whole = false, places } = options;
    const { id, kind, from } = settings;
    super({
      ...options,
      id,
      kind,
      from,
      single: whole,
      async intake(events, queue, now) {
        const known = await places();
        queue.together(() => {
          for (const event of events) take(options, event, known, queue, now);
        });
      },
    });
    this.#options = options;
  }

  deliveries(subject: string): Delivery[] {
    return this.attempts(subject).map(({ item, ...attempts }) => ({ ...attempts, event: item.event }));
  }

  /** What it would make of an event, had it told nothing before. */
  async preview(event: StoredEvent): Promise<Preview> {
    const { settings, carrier, duty, places, now = Date.now } = this.#options;
    const { site } = event.kind === 'alert' ? event.alert : event.lead;
    return previewOf(settings, carrier, duty, event, (await places())[site], now());
  }
}

function take(
  { settings, whole }: NoticeOptions,
  event: EventSent,
  places: Readonly<Record<string, Place>>,
  queue: Queue<Notice>,
  now: number,
): void {
  if (queue.has(event.id)) return;
  const about = event.kind === 'alert' ? event.alert : event.lead;
  const place = places[about.site];
  const { as } = choose(settings, event, place, queue.told(about.id));
  if (as === undefined) return;
  const notice = noticeOf(event, as, place);
  if (whole) notice.data = eventData(event);
  const { bundleMinutes, quiet } = settings;
  const bundled = bundleMinutes !== undefined;
  const turn = bundled ? turnOf(notice.severity, now, queue.bundle(notice.site), { bundleMinutes, quiet }) : undefined;
  queue.put(notice, turn?.due ?? now, now, turn?.bundle);
}
