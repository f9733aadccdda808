import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Entry } from '../model/entry.ts';
import { type Batch, type Head, type Journal, JournalError, type JournalReader } from './journal.ts';
import { encodePayload, entryBytes } from './payload.ts';
import { openJournalReader } from './sqlite-file.ts';
import type { Said } from './sqlite-writer.ts';

export { openJournalReader };

/** Name of the journal inside a data folder. */
export const JOURNAL_FILE = 'journal.db';

/** A commit waits until this long after the one before, ms: more frames to a write, better compression, less wear. */
const GATHER_MS = 4;
/** … unless this much is waiting already. */
const GATHERED_BYTES = 256 * 1024;
/** What one batch takes from the queue, unless a single append is larger. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** What may wait to become durable. */
const PENDING_BYTES = 64 * 1024 * 1024;

interface Waiting {
  entries: readonly Entry[];
  size: number;
  resolve(seq: number): void;
  reject(why: Error): void;
}

/**
 * The journal in one SQLite file. This side gathers appends into batches and hands them one at a time to the writer
 * thread (`sqlite-writer.ts`). Rejects with `LOCKED` where another process, or this one, has it open for writing.
 */
export async function openJournal(path: string): Promise<Journal> {
  const writer = new Worker(new URL('./sqlite-writer.ts', import.meta.url), { workerData: { path } });
  const [said] = (await once(writer, 'message')) as [Said];
  if (said.says === 'failed') throw new JournalError(said.code, said.message);
  if (said.says !== 'opened') throw new Error('the writer spoke out of turn');
  return new SqliteJournal(writer, openJournalReader(path), said.head);
}

class SqliteJournal implements Journal {
  readonly #writer: Worker;
  readonly #reader: JournalReader;
  readonly #listeners = new Set<(batch: Batch) => void>();
  #head: Head;
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #committing: { at: number; entries: Entry[]; group: Waiting[]; size: number } | undefined;
  /** when the last commit began, ms of `performance.now()` */
  #began = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #closed: JournalError | undefined;
  #refused: string | null = null;
  #drained: (() => void) | undefined;

  constructor(writer: Worker, reader: JournalReader, head: Head) {
    this.#writer = writer;
    this.#reader = reader;
    this.#head = head;
    writer.on('message', (said: Said) => this.#heard(said));
    writer.on('error', (error) => this.#fall(error));
  }

  get pendingBytes(): number {
    return this.#queuedBytes + (this.#committing?.size ?? 0);
  }

  get refused(): string | null {
    return this.#refused;
  }

  append(entries: readonly Entry[]): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw this.#closed;
      if (entries.length === 0) throw new RangeError('nothing to append');
      let size = 0;
      for (const entry of entries) size += entryBytes(entry);
      if (this.pendingBytes + size > PENDING_BYTES) throw new JournalError('BUSY', `${this.pendingBytes} bytes wait`);
      this.#queue.push({ entries, size, resolve, reject });
      this.#queuedBytes += size;
      this.#schedule();
    });
  }

  read(fromSeq: number): Iterable<Batch> {
    return this.#reader.read(fromSeq);
  }

  head(): Head {
    return this.#head;
  }

  follow(fromSeq: number, listener: (batch: Batch) => void): () => void {
    // What became durable without this thread having heard of it yet is told when it is heard.
    for (const batch of this.#reader.read(fromSeq)) {
      if (batch.seq > this.#head.seq) break;
      listener(batch);
    }
    const tell = (batch: Batch) => batch.seq >= fromSeq && listener(batch);
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = new JournalError('CLOSED', 'the journal is closed');
    if (this.#queue.length > 0 || this.#committing) {
      const drained = new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
      this.#schedule();
      await drained;
    }
    this.#reader.close();
    const gone = once(this.#writer, 'exit');
    this.#writer.postMessage(null);
    await gone;
  }

  #schedule(): void {
    if (this.#committing || this.#due || this.#queue.length === 0) return;
    const early = this.#closed !== undefined || this.#queuedBytes >= GATHERED_BYTES;
    const wait = early ? 0 : this.#began + GATHER_MS - performance.now();
    if (wait > 0) {
      this.#timer ??= setTimeout(() => this.#commit(), wait);
    } else {
      // Not at once: every socket that is ready in this turn of the loop may join.
      this.#due = true;
      setImmediate(() => this.#commit());
    }
  }

  #commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    if (this.#committing || this.#queue.length === 0) return;
    let count = 0;
    let size = 0;
    do size += this.#queue[count++]!.size;
    while (count < this.#queue.length && size + this.#queue[count]!.size <= BATCH_BYTES);
    const group = this.#queue.splice(0, count);
    this.#queuedBytes -= size;
    const entries = group.flatMap((waiting) => waiting.entries);
    const at = Math.max(Date.now(), this.#head.at);
    this.#committing = { at, entries, group, size };
    this.#began = performance.now();
    const payload = encodePayload(at, entries);
    this.#writer.postMessage(payload, [payload.buffer]);
  }

  #heard(said: Said): void {
    const { at, entries, group } = this.#committing!;
    this.#committing = undefined;
    if (said.says === 'durable') {
      this.#head = { seq: said.seq, hash: said.hash, at };
      this.#refused = null;
      for (const tell of this.#listeners) tell({ seq: said.seq, at, entries });
      for (const waiting of group) waiting.resolve(said.seq);
    } else if (said.says === 'failed') {
      const why = new JournalError(said.code, said.message);
      this.#refused = said.message;
      for (const waiting of group) waiting.reject(why);
    }
    this.#schedule();
    if (this.pendingBytes === 0) this.#drained?.();
  }

  /** The writer itself broke down. Nothing more can be kept until the journal is opened anew. */
  #fall(error: Error): void {
    this.#closed = new JournalError('DISK', `the writer broke down: ${error.message}`);
    this.#refused = this.#closed.message;
    for (const waiting of [...(this.#committing?.group ?? []), ...this.#queue]) waiting.reject(this.#closed);
    this.#committing = undefined;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#reader.close();
    this.#drained?.();
  }
}
