import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/beijing.ts';
import type { ConnectionStatus, DeadLetter, Output } from '../model/connection.ts';
import type { Text } from '../model/text.ts';
import type { StoreReader } from '../store/reader.ts';
import { awayOf } from './away.ts';
import { PAUSES, type Pauses, pauseMs } from './backoff.ts';
import { type Carrier, Later, type Message, Refused } from './carrier.ts';
import type { Destination } from './destination.ts';
import { type EventSent, eventSource } from './event-source.ts';
import type { OutputFile } from './output-file.ts';
import { type Attempts, Queue, type Queued } from './queue.ts';
import { Standing } from './standing.ts';
import { Stream } from './stream.ts';

/** How often the queue is looked at, ms. */
const LOOK_MS = 300;

/** At most so many are looked at for one message. */
const AT_ONCE = 200;

/** What is not taken is tried for this long. */
const PATIENCE_MS = DAY_MS;

/** What is under way when the process ends gets this long to be taken, ms; else it comes again. */
const GRACE_MS = 5000;

/** Pauses of a single item: short where the other side was away, longer where it was refused by itself. */
const AFTER_AWAY: Pauses = { firstMs: 2000, longestMs: 5 * MINUTE_MS };
const AFTER_REFUSAL: Pauses = { firstMs: 5000, longestMs: HOUR_MS };

export interface QueuedOptions<T extends Queued> {
  id: string;
  kind: string;
  from: 'now' | 'start';
  carrier: Carrier<T>;
  /** Puts what comes of events into the queue, each once, however often an event comes. */
  intake(events: readonly EventSent[], queue: Queue<T>, now: number): Promise<void>;
  /** each item goes by itself */
  single: boolean;
  /** told of an item that was given up */
  gaveUp?(item: T, why: Text): Promise<void>;
  /** closed with the output */
  views: StoreReader;
  /** closed with the output */
  file: OutputFile;
  log: Logger;
  now?: (() => number) | undefined;
  pauses?: Pauses | undefined;
  patienceMs?: number | undefined;
  graceMs?: number | undefined;
  lookMs?: number | undefined;
}

/**
 * An output of items that are made from events and sent one message after the other, as the receiver allows. They wait
 * in a durable queue, are each tried for a day and then kept as a dead letter.
 */
export class QueuedOutput<T extends Queued> implements Output {
  readonly #options: QueuedOptions<T>;
  readonly #queue: Queue<T>;
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

  constructor(options: QueuedOptions<T>) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#standing = new Standing(this.#now);
    this.#queue = new Queue(options.file.db);
    this.#sentAt = this.#queue.sentSince(this.#now() - MINUTE_MS);
    const { id, kind, from, carrier, views, file, log, lookMs } = options;
    this.#feed = new Stream({
      id,
      kind,
      to: carrier.to,
      from,
      source: eventSource(views, this.#now),
      destination: this.#intake(),
      file,
      log,
      ...(lookMs !== undefined && { lookMs }),
    });
    this.#running = this.#run();
  }

  status(): ConnectionStatus {
    const { id, kind, carrier } = this.#options;
    const over = this.#standing.state === 'closed';
    const unread = over ? 0 : (this.#feed.status().waiting ?? 0);
    if (!over) {
      this.#waiting = unread + this.#queue.waiting();
      this.#dead = this.#queue.dead();
    }
    const status = this.#standing.status({ id, kind, to: carrier.to, waiting: this.#waiting, refused: this.#dead });
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

  /** What became of everything about an alert or lead, oldest first. */
  attempts(subject: string): Attempts<T>[] {
    return this.#queue.attempts(subject);
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

  #intake(): Destination<EventSent> {
    return {
      open: async () => {},
      send: async (batch) => {
        await this.#options.intake(batch, this.#queue, this.#now());
        return [];
      },
      close: async () => {},
    };
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
    const { carrier, single, lookMs = LOOK_MS } = this.#options;
    const now = this.#now();
    this.#sentAt = this.#sentAt.filter((at) => at > now - MINUTE_MS);
    if (this.#sentAt.length >= carrier.perMinute) return Math.max(1, this.#sentAt[0]! + MINUTE_MS - now);
    let items: T[] = [];
    try {
      items = this.#queue.due(now, single ? 1 : AT_ONCE);
      if (items.length === 0) return lookMs;
      const message = carrier.compose(items, now);
      items = items.slice(0, message.taken);
      await this.#send(message, items);
      return carrier.spacingMs ?? 0;
    } catch (error) {
      return this.#failed(error, items);
    }
  }

  async #send(message: Message, items: readonly T[]): Promise<void> {
    const { carrier, id, log } = this.#options;
    const ids = items.map((item) => item.id);
    const receipt = await carrier.send(message, items, this.#cutting.signal).catch((error) => {
      if (error instanceof Refused) this.#sentAt.push(this.#now());
      throw error;
    });
    this.#sentAt.push(this.#now());
    if (receipt instanceof Later) {
      this.#queue.postpone(ids, this.#now() + receipt.afterMs);
    } else {
      this.#queue.sent(ids, receipt, this.#now());
      this.#queue.forget(this.#now());
      this.#standing.took(items.length);
    }
    if (this.#failures > 0) log.info({ output: id }, 'the output goes on');
    this.#failures = 0;
    this.#standing.become('open');
  }

  async #failed(error: unknown, items: readonly T[]): Promise<number> {
    if (this.#ending.signal.aborted) return 0;
    const refused = error instanceof Refused;
    const away = refused ? undefined : awayOf(error);
    const says = (refused ? error.says : away!.says) as Text;
    const broken = refused ? error.broken : away!.broken;
    const { id, log, pauses, patienceMs = PATIENCE_MS } = this.#options;
    const delay = (tries: number) => pauseMs(pauses ?? (refused ? AFTER_REFUSAL : AFTER_AWAY), tries);
    const ids = items.map((item) => item.id);
    try {
      const givenUp = this.#queue.failed(ids, says, this.#now(), delay, patienceMs);
      for (const item of items) if (givenUp.includes(item.id)) await this.#options.gaveUp?.(item, says);
    } catch {
      // The file cannot be written now either; they are tried again as they were.
    }
    if (this.#failures === 0) log.warn({ output: id, why: says.en }, 'the output waits');
    this.#failures++;
    this.#standing.become(broken ? 'failed' : 'waiting', says);
    if (refused && !broken) return 0;
    return Math.max(pauseMs(pauses ?? PAUSES, this.#failures), away?.retryAfterMs ?? 0);
  }
}
