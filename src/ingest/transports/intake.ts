import type { Logger } from 'pino';
import type { Text } from '../../model/text.ts';
import type { Message, MessageDoor, MessageOutcome } from '../messages.ts';
import { delayMs, rest } from './patience.ts';
import type { Standing } from './standing.ts';

/** Longest wait between two attempts while the journal refuses, ms. */
const RETRY_MS = 2_000;

interface Waiting {
  message: Message;
  signal: AbortSignal | undefined;
  resolve(outcome: MessageOutcome): void;
  reject(why: Error): void;
}

/** A message was given back without having been taken. */
export class Abandoned extends Error {}

/**
 * Between a transport and the door. A message that the journal refuses waits here, with all that come after it, and is
 * offered again until it is taken. So a transport awaits one promise, and acknowledges when that resolves; how much may
 * wait is the transport's to bound.
 */
export class Intake {
  readonly #door: MessageDoor;
  readonly #standing: Standing;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  readonly #heard = new WeakSet<AbortSignal>();
  #held: Waiting[] = [];
  #retrying = false;
  #underWay = 0;
  #idle: () => void = () => {};

  constructor(door: MessageDoor, standing: Standing, log: Logger) {
    this.#door = door;
    this.#standing = standing;
    this.#log = log;
  }

  /**
   * Resolves when the message is durable.
   * @param signal that the transport has no use for it any more
   * @throws Abandoned where the input was closed, or the signal given, before that
   */
  take(message: Message, signal?: AbortSignal): Promise<MessageOutcome> {
    return new Promise((resolve, reject) => {
      const waiting = { message, signal, resolve, reject };
      if (signal && !this.#heard.has(signal)) {
        this.#heard.add(signal);
        signal.addEventListener('abort', () => this.#forget(signal), { once: true });
      }
      if (this.#closing.signal.aborted) reject(new Abandoned());
      else if (this.#held.length > 0) this.#held.push(waiting);
      else void this.#take(waiting);
    });
  }

  /** Waits for what is on its way into the journal, and gives back what the journal refuses. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    for (const { reject } of this.#held.splice(0)) reject(new Abandoned());
  }

  async #take(waiting: Waiting): Promise<void> {
    const why = await this.#offer(waiting);
    if (!why || this.#isUnwanted(waiting)) return;
    this.#held.push(waiting);
    if (!this.#retrying) void this.#retry(why);
  }

  /** Whether nobody waits any more for one that was refused; then it is given back. */
  #isUnwanted({ signal, reject }: Waiting): boolean {
    if (!this.#closing.signal.aborted && !signal?.aborted) return false;
    reject(new Abandoned());
    return true;
  }

  /** @returns why it was refused, if it was */
  async #offer({ message, resolve }: Waiting): Promise<Error | undefined> {
    this.#underWay += 1;
    try {
      const outcome = await this.#door.take(message);
      this.#standing.took(outcome);
      resolve(outcome);
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#idle();
    }
  }

  #forget(signal: AbortSignal): void {
    const given = this.#held.filter((waiting) => waiting.signal === signal);
    this.#held = this.#held.filter((waiting) => waiting.signal !== signal);
    for (const { reject } of given) reject(new Abandoned());
  }

  /** Offers the first that is held again and again; once it is taken, all of them. */
  async #retry(why: Error): Promise<void> {
    this.#retrying = true;
    this.#log.warn({ err: why }, 'the journal takes nothing: messages are held back');
    for (let failures = 1, said: Error | undefined = why; this.#held.length > 0; failures++) {
      if (said) this.#standing.held(wordsFor(said));
      await rest(delayMs(failures, RETRY_MS), this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      const first = this.#held.shift();
      if (!first) break;
      said = await this.#offer(first);
      if (said && !this.#isUnwanted(first)) this.#held.unshift(first);
      if (said) continue;
      failures = 0;
      await Promise.all(this.#held.splice(0).map((waiting) => this.#take(waiting)));
    }
    this.#retrying = false;
    this.#standing.held(null);
    this.#log.info('the journal takes messages again');
  }
}

const wordsFor = ({ message }: Error): Text => ({
  zh: `数据日志暂不接收（${message}）。恢复后自动继续，不会丢失；请检查磁盘空间和负载`,
  en: `the journal takes nothing (${message}). It goes on by itself and nothing is lost; see to disk space and load`,
});
