import type { Entry } from '../model/entry.ts';

/** Where inputs are made safe. */
export interface Inbox {
  /** Resolves when all of them are durable, in the order given; rejects where nothing was kept. */
  put(entries: readonly Entry[]): Promise<unknown>;
}

/** One that also says in which batch they are. */
export interface NumberedInbox extends Inbox {
  put(entries: readonly Entry[]): Promise<number>;
}
