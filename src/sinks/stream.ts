import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConnectionStatus, DeadLetter, Output } from '../model/connection.ts';
import { type Away, awayOf } from './away.ts';
import { PAUSES, type Pauses, pauseMs } from './backoff.ts';
import type { Destination, Refusal, Sendable, Source } from './destination.ts';
import type { OutputFile } from './output-file.ts';
import { Standing } from './standing.ts';

/** How often the store is asked for news, ms. */
const LOOK_MS = 300;

/** What is under way when the process ends gets this long to be taken, ms; else it comes again. */
const GRACE_MS = 5000;

/** So many are read and sent at once at most: what waits stays in the store. */
const BATCH = 500;

export interface StreamOptions<T extends Sendable, Place> {
  id: string;
  kind: string;
  /** where it leads, without any secret */
  to: string;
  from: 'now' | 'start';
  source: Source<T, Place>;
  destination: Destination<T>;
  /** its own, closed with it */
  file: OutputFile;
  log: Logger;
  batch?: number;
  pauses?: Pauses;
  graceMs?: number;
  lookMs?: number;
}

/**
 * An output that follows a source for ever: in order, at least once. Its place moves on only after the other side took
 * what lies before it, so that an outage of any length loses nothing, and what was sent when the process died is sent
 * again under the same ids. What the other side refuses for good is kept as a dead letter and holds nothing up.
 */
export class Stream<T extends Sendable, Place> implements Output {
  readonly #options: StreamOptions<T, Place>;
  readonly #file: OutputFile;
  readonly #standing = new Standing(Date.now);
  readonly #ending = new AbortController();
  readonly #cutting = new AbortController();
  readonly #running: Promise<void>;
  #place: Place;
  #failures = 0;

  constructor(options: StreamOptions<T, Place>) {
    this.#options = options;
    const { source, from, file } = options;
    this.#file = file;
    const kept = this.#file.place<Place>('events');
    this.#place = kept === undefined ? source.begin(from) : source.resume(kept);
    this.#file.putPlace('events', this.#place);
    this.#running = this.#run();
  }

  status(): ConnectionStatus {
    const { id, kind, to, source } = this.#options;
    return this.#standing.status({
      id,
      kind,
      to,
      waiting: this.#over ? null : source.waiting(this.#place),
      refused: this.#over ? 0 : this.#file.letterCount(),
    });
  }

  deadLetters(after: number, limit: number): DeadLetter[] {
    return this.#file.letters(after, limit);
  }

  resend(n: number): boolean {
    return this.#file.again(n);
  }

  async close(): Promise<void> {
    if (this.#over) return;
    this.#ending.abort();
    const grace = setTimeout(() => this.#cutting.abort(), this.#options.graceMs ?? GRACE_MS);
    await this.#running;
    clearTimeout(grace);
    this.#standing.become('closed');
    await this.#options.destination.close().catch(() => {});
    this.#options.source.close();
    this.#file.close();
  }

  get #over(): boolean {
    return this.#standing.state === 'closed';
  }

  async #run(): Promise<void> {
    const { destination } = this.#options;
    const { signal } = this.#ending;
    let open = false;
    while (!signal.aborted) {
      try {
        if (!open) await destination.open(this.#cutting.signal);
        open = true;
        const busy = (await this.#sendAgain()) || (await this.#sendNext());
        this.#well();
        if (!busy) await sleep(this.#options.lookMs ?? LOOK_MS, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        open = false;
        const away = awayOf(error);
        this.#ill(away);
        const pause = pauseMs(this.#options.pauses ?? PAUSES, this.#failures);
        await sleep(Math.max(pause, away.retryAfterMs ?? 0), undefined, { signal }).catch(() => {});
      }
    }
  }

  async #sendNext(): Promise<boolean> {
    const { source, destination, batch = BATCH } = this.#options;
    const { items, place } = await source.after(this.#place, batch);
    const refused = items.length === 0 ? [] : await destination.send(items, this.#cutting.signal);
    if (place === this.#place) return false;
    this.#file.db.transaction(() => {
      for (const refusal of refused) this.#keep(items.find(({ id }) => id === refusal.id)!, refusal);
      this.#file.putPlace('events', place);
    });
    this.#place = place;
    this.#standing.took(items.length - refused.length);
    return true;
  }

  async #sendAgain(): Promise<boolean> {
    const letter = this.#file.nextAgain<T>();
    if (!letter) return false;
    const [refused] = await this.#options.destination.send([letter.item], this.#cutting.signal);
    if (refused) this.#file.giveUp(letter.n, Date.now(), refused.why);
    else this.#file.settle(letter.n);
    this.#standing.took(refused ? 0 : 1);
    return true;
  }

  #keep(item: T, { id, why }: Refusal): void {
    this.#file.putLetter({ id, about: item.about, at: Date.now(), why }, item);
    this.#options.log.warn(
      { output: this.#options.id, message: id, why: why.en },
      'refused for good; kept as a dead letter',
    );
  }

  #well(): void {
    if (this.#failures > 0) this.#options.log.info({ output: this.#options.id }, 'the output goes on');
    this.#failures = 0;
    this.#standing.become('open');
  }

  #ill(away: Away): void {
    this.#failures++;
    this.#standing.become(away.broken ? 'failed' : 'waiting', away.says);
    if (this.#failures === 1)
      this.#options.log.warn({ output: this.#options.id, why: away.says.en }, 'the output waits');
  }
}
