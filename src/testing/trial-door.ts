import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, MessageDoor, MessageOutcome } from '../ingest/messages.ts';

/** A door that keeps what it takes in memory, after a while, and refuses when told to. */
export class TrialDoor implements MessageDoor {
  readonly kept: Message[] = [];
  /** so many offers were refused */
  refusals = 0;
  /** payloads of which nothing can be used */
  readonly unusable = new Set<string>();
  readonly #delayMs: number;
  #refusal: string | null = null;

  constructor(delayMs = 0) {
    this.#delayMs = delayMs;
  }

  refuse(why: string | null): void {
    this.#refusal = why;
  }

  async take(message: Message): Promise<MessageOutcome> {
    const text = textOf(message);
    if (this.#refusal !== null) {
      this.refusals++;
      throw new Error(this.#refusal);
    }
    if (this.#delayMs > 0) await sleep(this.#delayMs);
    const seq = this.kept.push(message);
    if (!this.unusable.has(text)) return { readings: 1, unknown: [], faults: [], faultCount: 0, seq };
    const faults = [{ record: null, why: 'JSON', says: { zh: '不是 JSON', en: 'no JSON' } }];
    return { readings: 0, unknown: [], faults, faultCount: 1, seq };
  }

  /** What was kept, as text; of one mapping, or all. */
  texts(mapping?: string): string[] {
    return this.kept.filter((message) => mapping === undefined || message.mapping === mapping).map(textOf);
  }
}

const textOf = ({ bytes }: Message) => Buffer.from(bytes).toString();
