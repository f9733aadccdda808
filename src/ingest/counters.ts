/** What went through the front door since the start. Plain numbers, for the metrics page. */
export interface IngestCounters {
  bytesReceived: number;
  /** let in, from a sender that is known */
  admitted: number;
  /** let in, from a sender that nobody knows */
  unknown: number;
  /** turned away, by reason; each is also kept in the journal until its sender has used up its share */
  rejected: Record<string, number>;
  /** of those, counted only */
  rejectedUnkept: number;
  answered: number;
  /** inputs that the journal refused: not answered, the sender will try again */
  notKept: number;
  /** bytes read that wait to become durable */
  undurableBytes: number;
  connections: number;
  connectionsOpened: number;
  /** refused or cut off by us, by reason */
  connectionsClosed: Record<string, number>;
}

export function newCounters(): IngestCounters {
  return {
    bytesReceived: 0,
    admitted: 0,
    unknown: 0,
    rejected: {},
    rejectedUnkept: 0,
    answered: 0,
    notKept: 0,
    undurableBytes: 0,
    connections: 0,
    connectionsOpened: 0,
    connectionsClosed: {},
  };
}

export function count(of: Record<string, number>, name: string): void {
  of[name] = (of[name] ?? 0) + 1;
}
