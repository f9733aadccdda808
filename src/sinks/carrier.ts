import type { Text } from '../model/text.ts';
import type { Queued } from './queue.ts';

/** One message to the other side. */
export interface Message {
  /** how many items, from the first on, are in it */
  taken: number;
  /** as it goes out, without what identifies us */
  body: string;
  /** what a person will read */
  text: string;
}

/** The other side took it and is not done: it is to be asked again after so many ms. */
export class Later {
  readonly afterMs: number;

  constructor(afterMs: number) {
    this.afterMs = afterMs;
  }
}

/** The way to one kind of receiver. */
export interface Carrier<T extends Queued> {
  /** where it leads, without any secret */
  readonly to: string;
  /** the receiver takes no more messages in a minute */
  readonly perMinute: number;
  /** and none sooner than so many ms after another */
  readonly spacingMs?: number;
  /** Puts as many of the items, from the first on, into one message as the receiver takes; at least one. */
  compose(items: readonly T[], now: number): Message;
  /**
   * @returns the receiver's receipt, or that it wants to be asked later
   * @throws Refused where it does not take this one, Away (or anything) where it takes nothing now
   */
  send(message: Message, items: readonly T[], signal: AbortSignal): Promise<string | Later>;
  close?(): void;
}

/** The receiver is there and does not take this message. It may take it later, when somebody has mended something. */
export class Refused extends Error {
  readonly says: Text;
  /** nothing will be taken until somebody mends the configuration */
  readonly broken: boolean;

  constructor(says: Text, broken = false) {
    super(says.en);
    this.name = 'Refused';
    this.says = says;
    this.broken = broken;
  }
}
