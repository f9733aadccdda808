import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { hex, link } from './chain.ts';
import { type Head, JournalError, type JournalFault } from './journal.ts';
import { asJournalError, compress, headOf, openForWriting } from './sqlite-file.ts';

/**
 * The thread that writes: compresses, hashes and stores one batch at a time, so that a disk that takes its time holds
 * up neither sockets nor pages. It says `opened` once, then answers each payload in turn.
 */
export type Said =
  | { says: 'opened'; head: Head }
  | { says: 'durable'; seq: number; hash: string }
  | { says: 'failed'; code: JournalFault; message: string };

const port = parentPort!;
const { path } = workerData as { path: string };
const say = (said: Said) => port.postMessage(said);

/** The system drops this lock with the process, however it ends: no stale lock survives a crash. */
function lock(): DatabaseSync {
  const db = new DatabaseSync(`${path}-lock`);
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    const why = asJournalError(error, path);
    throw why.code === 'LOCKED' ? new JournalError('LOCKED', `${path}: is being written by another process`) : why;
  }
}

function write(): void {
  const locked = lock();
  const db = openForWriting(path);
  const insert = db.prepare('INSERT INTO batch (seq, hash, payload) VALUES (?, ?, ?)');
  let head: { seq: number; hash: Uint8Array } | undefined = tail();
  say({ says: 'opened', head: headOf(db) });

  port.on('message', (payload: Uint8Array | null) => {
    if (payload === null) {
      db.close();
      locked.close();
      port.close();
      return;
    }
    try {
      const before = head ?? tail();
      head = undefined;
      const blob = compress(payload);
      const seq = before.seq + 1;
      const hash = link(before.hash, seq, blob);
      insert.run(seq, hash, blob);
      head = { seq, hash };
      say({ says: 'durable', seq, hash: hex(hash) });
    } catch (error) {
      fail(asJournalError(error, path));
    }
  });

  /** Read back from the file after a failure: what it holds is the truth, not what was meant. */
  function tail(): { seq: number; hash: Uint8Array } {
    const { seq, hash } = headOf(db);
    return { seq, hash: Buffer.from(hash, 'hex') };
  }
}

const fail = ({ code, message }: JournalError) => say({ says: 'failed', code, message });

try {
  write();
} catch (error) {
  fail(asJournalError(error, path));
  port.close();
}
