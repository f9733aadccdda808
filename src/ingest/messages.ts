import type { Text } from '../model/text.ts';

/** One whole message of another system: an MQTT publication, a Kafka record, the body of a request, a piece of a file. */
export interface Message {
  /** the input it came by, for people and the journal: `mqtt plant-gateway` */
  peer: string;
  /** topic, path or file name */
  subject: string;
  /** the payload exactly as received */
  bytes: Uint8Array;
  /** id of the mapping that makes sense of it; `hj212` for frames */
  mapping: string;
  /** a name under which its sender will ask how its records ended */
  receipt?: string;
}

/** What of a message could not be used; the message is kept all the same. */
export interface MessageFault {
  /** which record of the message, from 0; null: the message as a whole */
  record: number | null;
  /** line of the message, from 1, where it has lines */
  line?: number;
  why: string;
  says: Text;
}

/** What became of a message. */
export interface MessageOutcome {
  /** readings in it that can be used, those of unknown senders included; of `hj212`, frames */
  readings: number;
  /** senders that nobody knows: what they sent is kept, and counts once somebody adopts them */
  unknown: readonly string[];
  /** what of it cannot; of very many faults the first hundred */
  faults: readonly MessageFault[];
  /** all of them */
  faultCount: number;
  /** journal batch that holds the message; 0 where nothing of it was worth keeping */
  seq: number;
}

/**
 * Where message transports hand in what they took. Several messages may be under way at once; they become durable in
 * the order given.
 */
export interface MessageDoor {
  /**
   * Resolves when the message is durable: only then may its sender be told so. A message of which nothing can be used
   * is durable too (kept as a reject, with its faults). Rejects with a JournalError where nothing was kept: the
   * transport holds the message back and tries again later.
   */
  take(message: Message): Promise<MessageOutcome>;
}
