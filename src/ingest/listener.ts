/** Whoever makes sense of the bytes of one peer: what a transport talks to. */
export interface Listener {
  /** bytes of a begun input that waits for more */
  readonly pendingBytes: number;
  receive(bytes: Uint8Array): Receipt;
  /** End of the message or the connection, or a long silence: what has begun will not go on. */
  finish(): Receipt;
}

/** What became of some bytes. */
export interface Receipt {
  /** how many of them were refused */
  refusedBytes: number;
  /** resolves, once all inputs are durable, with what to send back; null where nothing was completed */
  answers: Promise<Uint8Array | null> | null;
}

export interface Peer {
  /** for people and the journal: `tcp 192.0.2.7:40112` */
  name: string;
  /** what it is called while it has not named an MN */
  address: string;
  /** absent where nothing can be said to it; returns whether the bytes are on their way */
  say?(bytes: Uint8Array): boolean;
}
