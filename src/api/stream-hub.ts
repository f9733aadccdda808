import type { ServerResponse } from 'node:http';
import type { OverviewView, StreamMessages } from '../model/views/overview.ts';
import type { OutboxMessage, StoreReader } from '../store/reader.ts';

export interface HubLimits {
  clients: number;
  /** bytes that may wait for a client before it is left to its own pace */
  bufferBytes: number;
  /** a client that reads nothing for this long is dropped */
  stallMs: number;
  heartbeatMs: number;
  /** shortest pause between two overviews */
  overviewMs: number;
}

const USUAL: HubLimits = {
  clients: 1000,
  bufferBytes: 256 * 1024,
  stallMs: 20_000,
  heartbeatMs: 15_000,
  overviewMs: 2000,
};

/** Messages read from the store at once. */
const BATCH = 500;
const RETRY_MS = 3000;

interface Client {
  to: ServerResponse;
  /** number of the last message written to it */
  at: number;
  /** reads what it missed from the store at its own pace, and not with the others */
  behind: boolean;
}

/**
 * Server-sent events to many clients at once: the store is asked once for all, each message is formatted once, and
 * nobody is waited for. Numbers grow by one, so a client that comes back with the last one it saw misses nothing and
 * hears nothing twice. A client that does not keep up is told from the store as fast as it reads, so that little waits
 * in memory; one that does not read at all is told to load anew and dropped.
 *
 * Written here and not taken from @fastify/sse, which formats, buffers and beats once for each client and whose `send`
 * never settles for one that has gone while its socket was full.
 */
export class StreamHub {
  readonly #views: StoreReader;
  readonly #overview: () => Promise<OverviewView>;
  readonly #limits: HubLimits;
  readonly #clients = new Set<Client>();
  readonly #heartbeat: NodeJS.Timeout;
  #overviewTimer: NodeJS.Timeout | undefined;
  #overviewAt = Number.NEGATIVE_INFINITY;
  #closed = false;
  /** number of the last message that was read for everybody */
  #at: number;

  constructor(views: StoreReader, overview: () => Promise<OverviewView>, limits: Partial<HubLimits> = {}) {
    this.#views = views;
    this.#overview = overview;
    this.#limits = { ...USUAL, ...limits };
    this.#at = views.outboxSpan().last;
    this.#heartbeat = setInterval(() => this.#beat(), this.#limits.heartbeatMs).unref();
  }

  get clients(): number {
    return this.#clients.size;
  }

  get full(): boolean {
    return this.#clients.size >= this.#limits.clients;
  }

  /** To be called after each commit of the writer. */
  notify(): void {
    if (this.#closed) return;
    this.#tellNews();
    this.#overviewSoon();
  }

  /** Says something to everybody that is listening. It has no number: a client that comes back asks anew. */
  tell<K extends keyof StreamMessages>(event: K, data: StreamMessages[K]): void {
    if (!this.#closed) this.#tellAll(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /**
   * Begins to write to a response whose head is written. `after`: the last number that the client saw; null for none,
   * then it hears what comes from now on.
   */
  add(to: ServerResponse, after: number | null): void {
    const { first, last } = this.#views.outboxSpan();
    // Older than what is kept, or of a store that was since computed anew.
    const unknown = after !== null && (after < first - 1 || after > last);
    const client: Client = { to, at: after === null || unknown ? last : after, behind: true };
    this.#clients.add(client);
    to.on('close', () => this.#clients.delete(client));
    to.on('error', () => this.#clients.delete(client));
    to.write(`: fluewatch\nretry: ${RETRY_MS}\nid: ${client.at}\n\n${unknown ? RESYNC : ''}`);
    void this.#catchUp(client);
    this.#overviewSoon();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#overviewTimer);
    for (const { to } of this.#clients) to.end();
    this.#clients.clear();
  }

  /** Reads what is new, once, and writes it to all who keep up. */
  #tellNews(): void {
    for (;;) {
      const before = this.#at;
      const news = this.#views.outbox(before, BATCH);
      if (news.length === 0) return;
      this.#at = news.at(-1)!.id;
      const all = Buffer.from(formatted(news, before));
      for (const client of this.#clients) {
        if (client.behind || client.at >= this.#at) continue;
        const unseen = () =>
          formatted(
            news.filter((message) => message.id > client.at),
            client.at,
          );
        if (this.#write(client, client.at === before ? all : unseen())) client.at = this.#at;
      }
    }
  }

  /** Tells a client what it missed, no faster than it reads, until it can hear with the others. */
  async #catchUp(client: Client): Promise<void> {
    while (this.#clients.has(client)) {
      const missed = this.#views.outbox(client.at, BATCH);
      if (missed.length === 0) {
        client.behind = false;
        return;
      }
      const room = client.to.write(formatted(missed, client.at));
      client.at = missed.at(-1)!.id;
      if (!room && !(await drains(client.to, this.#limits.stallMs))) this.#drop(client);
    }
  }

  /** @returns false where too much waits for the client already: then it catches up from the store */
  #write(client: Client, text: string | Buffer): boolean {
    if (client.to.writableLength <= this.#limits.bufferBytes) {
      client.to.write(text);
      return true;
    }
    client.behind = true;
    void drains(client.to, this.#limits.stallMs).then((read) => (read ? this.#catchUp(client) : this.#drop(client)));
    return false;
  }

  #drop(client: Client): void {
    if (!this.#clients.delete(client)) return;
    client.to.end(RESYNC);
    // What it has not read by then it will not read.
    setTimeout(() => client.to.destroy(), RETRY_MS).unref();
  }

  #beat(): void {
    this.#tellNews();
    this.#tellAll(': heartbeat\n\n');
  }

  #tellAll(text: string): void {
    for (const client of this.#clients) if (!client.behind) this.#write(client, text);
  }

  /** One overview for everybody, at once or when the pause is over. It has no number: it is never replayed. */
  #overviewSoon(): void {
    if (this.#overviewTimer !== undefined || this.#clients.size === 0) return;
    const wait = Math.max(0, this.#overviewAt + this.#limits.overviewMs - performance.now());
    this.#overviewTimer = setTimeout(async () => {
      this.#overviewAt = performance.now();
      // An engine that cannot answer yet says so at /readyz; the stream goes on without.
      const view = await this.#overview().catch(() => undefined);
      this.#overviewTimer = undefined;
      if (view) this.tell('overview', view);
    }, wait).unref();
  }
}

const RESYNC = 'event: resync\ndata: {}\n\n';

/** Messages after a number; where some between are no longer kept, the client is to load anew. */
function formatted(messages: readonly OutboxMessage[], after: number): string {
  // JSON has no line breaks, so one `data:` line holds it.
  const lines = messages.map(({ id, kind, body }) => `id: ${id}\nevent: ${kind}\ndata: ${body}\n\n`);
  return (messages[0]!.id === after + 1 ? '' : RESYNC) + lines.join('');
}

/** Whether there is room again before the time is over and the client gone. */
function drains(to: ServerResponse, withinMs: number): Promise<boolean> {
  if (to.destroyed || !to.writableNeedDrain) return Promise.resolve(!to.destroyed);
  return new Promise((resolve) => {
    const done = (room: boolean) => () => {
      clearTimeout(timer);
      to.off('drain', onDrain);
      to.off('close', onClose);
      resolve(room);
    };
    const onDrain = done(true);
    const onClose = done(false);
    const timer = setTimeout(onClose, withinMs);
    to.on('drain', onDrain);
    to.on('close', onClose);
  });
}
