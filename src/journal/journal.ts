import type { Entry } from '../model/entry.ts';

/** What one durable write holds: the entries of all appends that were waiting when it began. */
export interface Batch {
  /** 1, 2, 3 … without gaps */
  seq: number;
  /** commit time, epoch ms; never falls from one batch to the next */
  at: number;
  entries: readonly Entry[];
}

/** The last durable batch. While there is none: seq 0, at 0 and 64 zeros. */
export interface Head {
  seq: number;
  /** lower-case hex */
  hash: string;
  at: number;
}

export interface JournalReader {
  /** Batches from `fromSeq` on, in order, up to the last one durable when the iteration gets there. */
  read(fromSeq: number): Iterable<Batch>;
  head(): Head;
  close(): void;
}

/** Append-only, in the order received, each batch hashed onto the one before. One writer at a time. */
export interface Journal {
  /**
   * Resolves with the seq of the batch that holds the entries once that batch is durable. Appends that wait together
   * are committed together. Rejects with a {@link JournalError} where nothing was kept; the next append may work again.
   */
  append(entries: readonly Entry[]): Promise<number>;
  read(fromSeq: number): Iterable<Batch>;
  head(): Head;
  /**
   * Tells the listener every batch from `fromSeq` on exactly once and in order: the stored ones before this call
   * returns, then each new one when it is durable and before its appends resolve. Returns the way to stop.
   */
  follow(fromSeq: number, listener: (batch: Batch) => void): () => void;
  /** Bytes that wait to become durable. */
  readonly pendingBytes: number;
  /** Why the last commit was refused; null as long as everything is taken. */
  readonly refused: string | null;
  /** Makes everything appended so far durable, then lets go of the file. */
  close(): Promise<void>;
}

export type JournalFault =
  /** somebody else writes this journal */
  | 'LOCKED'
  /** the file is no journal, or one of another layout */
  | 'FORMAT'
  /** a stored batch cannot be read */
  | 'CORRUPT'
  /** the disk refused: full, or an I/O error */
  | 'DISK'
  /** more is waiting than may wait: append again later, or in smaller pieces */
  | 'BUSY'
  | 'CLOSED';

export class JournalError extends Error {
  readonly code: JournalFault;

  constructor(code: JournalFault, message: string) {
    super(message);
    this.name = 'JournalError';
    this.code = code;
  }
}
