/**
 * What a peer may ask of the front door before it is slowed down or turned away. A good device comes near none of
 * them; together they bound the memory, the disk and the time that a bad one can take.
 */
export interface Limits {
  /** open connections, all together */
  connections: number;
  /** open connections from one address: many loggers come through one carrier gateway */
  connectionsPerAddress: number;
  /** new connections per second from one address, after `connectionsPerAddress` at once */
  connectsPerSecond: number;
  /** a connection that says nothing for so long is closed; hourly reporters must fit in. Dead peers are found by TCP keep-alive */
  idleMs: number;
  /** a begun frame that does not go on for so long is given up (HJ 212-2017 table 1 lets a device retry after 10 s) */
  silenceMs: number;
  /** a peer that takes no answers for so long is cut off */
  stalledMs: number;
  /** bytes of one connection that wait to become durable; reading pauses above */
  undurableBytes: number;
  /** … of all connections together */
  undurableBytesTotal: number;
  /** refused bytes per second of one connection, after four times as many at once; reading pauses above */
  refusedBytesPerSecond: number;
  /** frames kept of an MN that nobody knows: some days of a busy logger */
  unknownFramesPerMn: number;
  /** different unknown MNs whose frames are kept */
  unknownMns: number;
  /** bytes kept of all unknown MNs together */
  unknownBytes: number;
  /** bytes of one message of another system (MQTT, Kafka, HTTP); a longer one is refused */
  messageBytes: number;
  /** bytes kept of a message of which nothing can be used */
  refusedMessageBytes: number;
  /** rejects kept, for one sender and reason: so many at once, then so many an hour; the others are counted */
  rejectsPerSender: number;
  /** … of all senders together */
  rejects: number;
}

export const LIMITS: Limits = {
  connections: 20_000,
  connectionsPerAddress: 5_000,
  connectsPerSecond: 100,
  idleMs: 2 * 3_600_000,
  silenceMs: 30_000,
  stalledMs: 60_000,
  undurableBytes: 256 * 1024,
  undurableBytesTotal: 32 * 1024 * 1024,
  refusedBytesPerSecond: 64 * 1024,
  unknownFramesPerMn: 20_000,
  unknownMns: 10_000,
  unknownBytes: 256 * 1024 * 1024,
  messageBytes: 16 * 1024 * 1024,
  refusedMessageBytes: 64 * 1024,
  rejectsPerSender: 50,
  rejects: 2_000,
};
