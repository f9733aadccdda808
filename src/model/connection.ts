import type { NoticeEvent } from './notice-event.ts';
import type { Text } from './text.ts';

/**
 * - `connecting` the first attempt is under way
 * - `open` works
 * - `waiting` the other side is away or refuses; tried again by itself
 * - `held` the other side is there, but nothing is taken from it until our journal takes again
 * - `failed` cannot work until somebody mends the configuration or the other side; `says` tells what
 * - `closed` ended on purpose
 */
export const CONNECTION_STATES = ['connecting', 'open', 'waiting', 'held', 'failed', 'closed'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** How a connection to another system stands. Times are epoch ms, counts since the start of the process. */
export interface ConnectionStatus {
  id: string;
  direction: 'in' | 'out';
  /** `mqtt`, `kafka`, `influxdb`, `webhook` … */
  kind: string;
  /** where it leads, without any secret */
  to: string;
  state: ConnectionState;
  /** why it is not open, and how to mend it; null while it is */
  says: Text | null;
  /** when it came into this state */
  since: number;
  /** messages taken in and durable here, or taken and acknowledged by the other side */
  done: number;
  /** messages that could not be used (in) or will never be taken (out); each is kept with its reason */
  refused: number;
  /** messages that wait for the other side; of inputs those that it keeps for us, null where it does not say */
  waiting: number | null;
  /** of the last message done */
  lastAt: number | null;
}

/** A running connection. It mends itself: whatever happens outside changes its status and never ends the process. */
export interface Connection {
  status(): ConnectionStatus;
  /** Takes no more, lets what is under way become durable, and ends. */
  close(): Promise<void>;
}

/** Something that an output will not bring to its other side any more, unless somebody sends it again. */
export interface DeadLetter {
  n: number;
  /** id of the message, as the other side would have seen it */
  id: string;
  /** what it was about, in one line */
  about: string;
  /** why it was given up */
  why: Text;
  /** when it was given up, epoch ms */
  at: number;
}

/** What became of something that was to be told of an alert or lead. */
export interface Delivery {
  n: number;
  id: string;
  event: NoticeEvent;
  state: 'waiting' | 'sent' | 'dead';
  /** when its turn is, when it was sent, or when it was given up, epoch ms */
  at: number;
  tries: number;
  /** what the other side answered when it took it */
  receipt: string | null;
  /** why the last attempt failed */
  why: Text | null;
}

/** A running connection to a system that data go to. */
export interface Output extends Connection {
  /** Oldest first, those numbered above `after`. */
  deadLetters(after: number, limit: number): DeadLetter[];
  /** Sends it again as soon as the other side takes anything; false where there is no such letter. */
  resend(n: number): boolean;
  /** Of outputs that tell people: what was told of an alert or lead, oldest first. */
  deliveries?(subject: string): Delivery[];
}
