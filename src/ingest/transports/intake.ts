import type { Logger } from 'pino';
import type { Message, MessageDoor, MessageOutcome } from '../messages.ts';
import { delayMs, rest } from './patience.ts';
import type { Standing } from './standing.ts';

/** Longest wait between two attempts while the journal refuses, ms. */
const RETRY_MS = 2_000;

interface Waiting {
  message: Message;
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
  #held: Waiting[] = [];
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
      const waiting = { message, resolve, reject };
      signal?.addEventListener('abort', () => this.#forget(waiting), { once: true });
      if (this.#closing.signal.aborted) reject(new Abandoned());
      else if (this.#held.length > 0) this.#held.push(waiting);
      else void this.#offer(waiting).then((why) => why && this.#hold(waiting, why));
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

  #hold(waiting: Waiting, why: Error): void {
    if (this.#closing.signal.aborted) waiting.reject(new Abandoned());
    else if (this.#held.push(waiting) === 1) void this.#retry(why);
  }

  #forget(waiting: Waiting): void {
    this.#held = this.#held.filter((held) => held !== waiting);
    waiting.reject(new Abandoned());
  }

  async #retry(why: Error): Promise<void> {
    this.#log.warn({ err: why }, 'the journal takes nothing: messages are held back');
    for (let failures = 1, said = why; this.#held.length > 0; ) {
      this.#standing.held({
        zh: `数据日志暂不接收（${said.message}）。恢复后自动继续，不会丢失；请检查磁盘空间和负载`,
        en: `the journal takes nothing (${said.message}). It goes on by itself and nothing is lost; see to disk space and load`,
      });
      if (failures > 0) await rest(delayMs(failures, RETRY_MS), this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      const first = this.#held[0];
      if (!first) break;
      const refused = await this.#offer(first);
      failures = refused ? failures + 1 : 0;
      if (refused) said = refused;
      else this.#held = this.#held.filter((held) => held !== first);
    }
    this.#standing.held(null);
    this.#log.info('the journal takes messages again');
  }
}
