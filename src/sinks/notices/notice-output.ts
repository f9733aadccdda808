import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { ConnectionStatus, DeadLetter, Delivery, Output } from '../../model/connection.ts';
import type { Place } from '../../model/place.ts';
import type { Preview } from '../../model/preview.ts';
import type { Text } from '../../model/text.ts';
import type { StoredEvent } from '../../store/event-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import { awayOf } from '../away.ts';
import { PAUSES, type Pauses, pauseMs } from '../backoff.ts';
import type { Destination } from '../destination.ts';
import { type EventSent, eventSource } from '../event-source.ts';
import type { OutputFile } from '../output-file.ts';
import { Standing } from '../standing.ts';
import { Stream } from '../stream.ts';
import { type Carrier, type Message, Refused } from './carrier.ts';
import { choose } from './choose.ts';
import type { Duty, NoticeSettings } from './kinds.ts';
import { eventData, type Notice, noticeOf } from './notice.ts';
import { previewOf } from './preview.ts';
import { NoticeQueue } from './queue.ts';
import { turnOf } from './timing.ts';

/** How often the queue is looked at, ms. */
const LOOK_MS = 300;

/** At most so many are looked at for one message. */
const AT_ONCE = 200;

/** A notice that is not taken is tried for this long. */
const PATIENCE_MS = DAY_MS;

/** What is under way when the process ends gets this long to be taken, ms; else it comes again. */
const GRACE_MS = 5000;

/** Pauses of a single notice: short where the other side was away, longer where it was refused by itself. */
const AFTER_AWAY: Pauses = { firstMs: 2000, longestMs: 5 * MINUTE_MS };
const AFTER_REFUSAL: Pauses = { firstMs: 5000, longestMs: HOUR_MS };

export type Places = () => Promise<Readonly<Record<string, Place>>>;

export interface NoticeOptions {
  settings: NoticeSettings;
  carrier: Carrier;
  duty: Duty;
  /** closed with the output */
  views: StoreReader;
  /** closed with the output */
  file: OutputFile;
  places: Places;
  log: Logger;
  /** systems get the whole event, and each by itself */
  whole?: boolean;
  now?: () => number;
  pauses?: Pauses;
  patienceMs?: number;
  graceMs?: number;
  lookMs?: number;
}

/**
 * An output that tells people, or systems of theirs. Events that somebody wants become notices in a durable queue; from
 * there they go out as the receiver allows, each tried for a day and then kept as a dead letter.
 */
export class NoticeOutput implements Output {
  readonly #options: NoticeOptions;
  readonly #queue: NoticeQueue;
  readonly #feed: Stream<EventSent, unknown>;
  readonly #standing: Standing;
  readonly #now: () => number;
  readonly #ending = new AbortController();
  readonly #cutting = new AbortController();
  readonly #running: Promise<void>;
  /** times of the messages of the last minute that the receiver saw */
  #sentAt: number[] = [];
  #failures = 0;
  #waiting = 0;
  #dead = 0;

  constructor(options: NoticeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#standing = new Standing(this.#now);
    this.#queue = new NoticeQueue(options.file.db);
    this.#sentAt = this.#queue.sentSince(this.#now() - MINUTE_MS);
    const { settings, carrier, views, file, log, lookMs } = options;
    const { kind } = settings;
    this.#feed = new Stream({
      id: settings.id,
      kind,
      to: carrier.to,
      from: settings.from,
      source: eventSource(views, this.#now),
      destination: this.#intake(),
      file,
      log,
      ...(lookMs !== undefined && { lookMs }),
    });
    this.#running = this.#run();
  }

  status(): ConnectionStatus {
    const { settings, carrier } = this.#options;
    const over = this.#standing.state === 'closed';
    const unread = over ? 0 : (this.#feed.status().waiting ?? 0);
    if (!over) {
      this.#waiting = unread + this.#queue.waiting();
      this.#dead = this.#queue.dead();
    }
    const status = this.#standing.status({
      id: settings.id,
      kind: settings.kind,
      to: carrier.to,
      waiting: this.#waiting,
      refused: this.#dead,
    });
    // Where events cannot even be read, that comes first.
    const { state, says, since } = this.#feed.status();
    return state === 'waiting' ? { ...status, state, says, since } : status;
  }

  deadLetters(after: number, limit: number): DeadLetter[] {
    return this.#queue.deadLetters(after, limit);
  }

  resend(n: number): boolean {
    return this.#queue.resend(n, this.#now());
  }

  deliveries(subject: string): Delivery[] {
    return this.#queue.deliveries(subject);
  }

  /** What it would make of an event, had it told nothing before. */
  async preview(event: StoredEvent): Promise<Preview> {
    const { settings, carrier, duty, places } = this.#options;
    const { site } = event.kind === 'alert' ? event.alert : event.lead;
    return previewOf(settings, carrier, duty, event, (await places())[site], this.#now());
  }

  async close(): Promise<void> {
    if (this.#standing.state === 'closed') return;
    this.#ending.abort();
    const grace = setTimeout(() => this.#cutting.abort(), this.#options.graceMs ?? GRACE_MS);
    await this.#running;
    clearTimeout(grace);
    this.status();
    this.#standing.become('closed');
    this.#options.carrier.close?.();
    await this.#feed.close();
  }

  /** Events into the queue: each once, however often it comes. */
  #intake(): Destination<EventSent> {
    return {
      open: async () => {},
      send: async (batch) => {
        const places = await this.#options.places();
        this.#queue.together(() => {
          for (const event of batch) this.#take(event, places);
        });
        return [];
      },
      close: async () => {},
    };
  }

  #take(event: EventSent, places: Readonly<Record<string, Place>>): void {
    if (this.#queue.has(event.id)) return;
    const { settings, whole } = this.#options;
    const about = event.kind === 'alert' ? event.alert : event.lead;
    const place = places[about.site];
    const { as } = choose(settings, event, place, this.#queue.told(about.id));
    if (as === undefined) return;
    const notice = noticeOf(event, as, place);
    if (whole) notice.data = eventData(event);
    const now = this.#now();
    const { bundleMinutes, quiet } = settings;
    const bundled = bundleMinutes !== undefined;
    const turn = bundled
      ? turnOf(notice.severity, now, this.#queue.bundle(notice.site), { bundleMinutes, quiet })
      : undefined;
    this.#queue.put(notice, turn?.due ?? now, now, turn?.bundle);
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    this.#standing.become('open');
    while (!signal.aborted) {
      const pause = await this.#step();
      if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** Sends one message if there is one to send. @returns how long to wait before the next, ms */
  async #step(): Promise<number> {
    const { carrier, whole } = this.#options;
    const now = this.#now();
    this.#sentAt = this.#sentAt.filter((at) => at > now - MINUTE_MS);
    if (this.#sentAt.length >= carrier.perMinute) return Math.max(1, this.#sentAt[0]! + MINUTE_MS - now);
    let notices: Notice[] = [];
    try {
      notices = this.#queue.due(now, whole ? 1 : AT_ONCE);
      if (notices.length === 0) return this.#options.lookMs ?? LOOK_MS;
      const message = carrier.compose(notices, now);
      notices = notices.slice(0, message.taken);
      await this.#send(message, notices);
      return carrier.spacingMs ?? 0;
    } catch (error) {
      return this.#failed(error, notices);
    }
  }

  async #send(message: Message, notices: readonly Notice[]): Promise<void> {
    const { carrier, settings, log } = this.#options;
    const receipt = await carrier.send(message, notices, this.#cutting.signal).catch((error) => {
      if (error instanceof Refused) this.#sentAt.push(this.#now());
      throw error;
    });
    this.#sentAt.push(this.#now());
    this.#queue.sent(
      notices.map(({ id }) => id),
      receipt,
      this.#now(),
    );
    this.#queue.forget(this.#now());
    this.#standing.took(notices.length);
    if (this.#failures > 0) log.info({ output: settings.id }, 'the output goes on');
    this.#failures = 0;
    this.#standing.become('open');
  }

  #failed(error: unknown, notices: readonly Notice[]): number {
    if (this.#ending.signal.aborted) return 0;
    const refused = error instanceof Refused;
    const away = refused ? undefined : awayOf(error);
    const says = (refused ? error.says : away!.says) as Text;
    const broken = refused ? error.broken : away!.broken;
    const { settings, log, pauses, patienceMs = PATIENCE_MS } = this.#options;
    const ids = notices.map(({ id }) => id);
    const delay = (tries: number) => pauseMs(pauses ?? (refused ? AFTER_REFUSAL : AFTER_AWAY), tries);
    try {
      this.#queue.failed(ids, says, this.#now(), delay, patienceMs);
    } catch {
      // The file cannot be written now either; they are tried again as they were.
    }
    if (this.#failures === 0) log.warn({ output: settings.id, why: says.en }, 'the output waits');
    this.#failures++;
    this.#standing.become(broken ? 'failed' : 'waiting', says);
    if (refused && !broken) return 0;
    return Math.max(pauseMs(pauses ?? PAUSES, this.#failures), away?.retryAfterMs ?? 0);
  }
}
