import type { ConnectionState, ConnectionStatus } from '../model/connection.ts';
import type { Text } from '../model/text.ts';

/** How an output stands, as its parts find out. */
export class Standing {
  #state: ConnectionState = 'connecting';
  #says: Text | null = null;
  #since: number;
  #done = 0;
  #lastAt: number | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  become(state: ConnectionState, says: Text | null = null): void {
    if (state !== this.#state) this.#since = this.#now();
    this.#state = state;
    this.#says = says;
  }

  took(count: number): void {
    if (count === 0) return;
    this.#done += count;
    this.#lastAt = this.#now();
  }

  status(what: Pick<ConnectionStatus, 'id' | 'kind' | 'to' | 'waiting' | 'refused'>): ConnectionStatus {
    return {
      direction: 'out',
      ...what,
      state: this.#state,
      says: this.#says,
      since: this.#since,
      done: this.#done,
      lastAt: this.#lastAt,
    };
  }
}
