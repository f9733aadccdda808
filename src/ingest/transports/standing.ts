import type { ConnectionState, ConnectionStatus } from '../../model/connection.ts';
import type { Text } from '../../model/text.ts';
import type { MessageOutcome } from '../messages.ts';

/** Keeps the books of one input: how its link stands, whether our journal holds it back, and what came through it. */
export class Standing {
  readonly #status: ConnectionStatus;
  #link: { state: ConnectionState; says: Text | null } = { state: 'connecting', says: null };
  #held: Text | null = null;

  constructor(what: Pick<ConnectionStatus, 'id' | 'kind' | 'to'>) {
    this.#status = {
      ...what,
      direction: 'in',
      ...this.#link,
      since: Date.now(),
      done: 0,
      refused: 0,
      waiting: null,
      lastAt: null,
    };
  }

  status(): ConnectionStatus {
    return { ...this.#status };
  }

  /** How the link to the other side stands. */
  link(state: Exclude<ConnectionState, 'held'>, says: Text | null = null): void {
    this.#link = { state, says };
    this.#settle();
  }

  /** Why nothing is taken at the moment although the link is open; null when it goes on. */
  held(says: Text | null): void {
    this.#held = says;
    this.#settle();
  }

  /** So many messages the other side keeps for us. */
  waiting(messages: number): void {
    this.#status.waiting = messages;
  }

  /** A message is durable. */
  took({ readings, faults }: MessageOutcome): void {
    this.#status.done += 1;
    if (isUnusable({ readings, faults })) this.#status.refused += 1;
    this.#status.lastAt = Date.now();
  }

  #settle(): void {
    const held = this.#link.state === 'open' && this.#held !== null;
    const state = held ? 'held' : this.#link.state;
    if (state !== this.#status.state) this.#status.since = Date.now();
    this.#status.state = state;
    this.#status.says = held ? this.#held : this.#link.says;
  }
}

/** Whether nothing at all of a message could be used. */
export const isUnusable = ({ readings, faults }: Pick<MessageOutcome, 'readings' | 'faults'>): boolean =>
  readings === 0 && faults.length > 0;
