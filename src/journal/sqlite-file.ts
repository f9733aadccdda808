import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { GENESIS, hex } from './chain.ts';
import { type Batch, type Head, JournalError, type JournalReader } from './journal.ts';
import { decodePayload } from './payload.ts';

/** `FLUE`: SQLite's place to say whose file this is. */
const APPLICATION = 0x464c5545;
const VERSION = 1;
/** How long to wait for another connection that recovers the file after a crash, ms. */
const PATIENCE_MS = 5000;
/** Rows fetched at once by a reader, so that none is held open while the caller works. */
const PAGE = 16;

/**
 * One row a batch, `payload` being the zstd-compressed bytes of `payload.ts`. AUTOINCREMENT makes SQLite itself remember
 * the highest seq, which tells a tail cut off by hand from one that never was.
 */
const SCHEMA = `
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${VERSION};
  CREATE TABLE batch (seq INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL, payload BLOB NOT NULL);
`;

export interface Row {
  seq: number;
  hash: Uint8Array;
  payload: Uint8Array;
}

/** Opens the file for its one writer and creates what is missing. */
export function openForWriting(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: PATIENCE_MS });
  return checked(path, db, () => {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()!.n === 0) db.exec(`BEGIN; ${SCHEMA} COMMIT;`);
  });
}

export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new JournalError('FORMAT', `${path}: no journal here`);
  const db = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE_MS });
  return checked(path, db, () => {});
}

function checked(path: string, db: DatabaseSync, prepare: () => void): DatabaseSync {
  try {
    prepare();
    const application = db.prepare('PRAGMA application_id').get()!.application_id;
    const version = db.prepare('PRAGMA user_version').get()!.user_version;
    if (application === APPLICATION && version === VERSION) return db;
    throw new JournalError('FORMAT', `${path}: not a journal of layout ${VERSION}`);
  } catch (error) {
    db.close();
    throw asJournalError(error, path);
  }
}

/** SQLite's result codes (sqlite.org/rescode.html), of which the low byte says what went wrong. */
export function asJournalError(error: unknown, path: string): JournalError {
  if (error instanceof JournalError) return error;
  const { errcode, message } = error as { errcode?: number; message: string };
  const primary = (errcode ?? 0) & 0xff;
  const code = primary === 5 ? 'LOCKED' : primary === 26 ? 'FORMAT' : primary === 11 ? 'CORRUPT' : 'DISK';
  return new JournalError(code, `${path}: ${message}`);
}

export const compress = (payload: Uint8Array): Uint8Array => zstdCompressSync(payload);

export function unpack(row: Row): Batch {
  try {
    return { seq: row.seq, ...decodePayload(zstdDecompressSync(row.payload)) };
  } catch (error) {
    throw new JournalError('CORRUPT', `batch ${row.seq}: ${(error as Error).message}`);
  }
}

export function headOf(db: DatabaseSync): Head {
  const row = db.prepare('SELECT seq, hash, payload FROM batch ORDER BY seq DESC LIMIT 1').get() as Row | undefined;
  return row ? { seq: row.seq, hash: hex(row.hash), at: unpack(row).at } : { seq: 0, hash: hex(GENESIS), at: 0 };
}

/** Stored rows from `fromSeq` on, in order. */
export function* rowsFrom(db: DatabaseSync, fromSeq: number): Generator<Row> {
  const page: StatementSync = db.prepare(
    `SELECT seq, hash, payload FROM batch WHERE seq >= ? ORDER BY seq LIMIT ${PAGE}`,
  );
  for (let next = fromSeq; ; ) {
    const rows = page.all(next) as unknown as Row[];
    if (rows.length === 0) return;
    yield* rows;
    const last = rows.at(-1)!.seq;
    if (last < next) throw new JournalError('CORRUPT', `batch ${last} stands after ${next}`);
    next = last + 1;
  }
}

/** Reads a journal while it is being written, from any thread or process. */
export function openJournalReader(path: string): JournalReader {
  const db = openForReading(path);
  return {
    *read(fromSeq) {
      for (const row of rowsFrom(db, fromSeq)) yield unpack(row);
    },
    head: () => headOf(db),
    close: () => db.close(),
  };
}
