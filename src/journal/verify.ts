import type { DatabaseSync } from 'node:sqlite';
import type { Text } from '../model/text.ts';
import { GENESIS, hex, link } from './chain.ts';
import type { Head } from './journal.ts';
import { openForReading, type Row, rowsFrom, unpack } from './sqlite-file.ts';

export interface JournalFinding {
  /** the batch it speaks of */
  seq: number;
  why: Text;
}

export type Verification =
  | { ok: true; batches: number; entries: number; head: Head }
  /** `seq` and `why` are those of the first finding */
  | { ok: false; seq: number; why: Text; findings: JournalFinding[] };

/** More findings than this say nothing new. */
const MOST = 100;

/**
 * Recomputes the whole chain. A chain proves everything up to its head but cannot prove that nothing stood behind it:
 * whoever cuts off the tail and takes care leaves a shorter chain that is whole. So a head is only binding where it was
 * kept elsewhere; hand it in as `kept`.
 */
export function verifyJournal(path: string, kept?: { seq: number; hash: string }): Verification {
  const findings: JournalFinding[] = [];
  const found = (seq: number, zh: string, en: string) => {
    findings.push({ seq, why: { zh, en } });
  };
  let batches = 0;
  let entries = 0;
  let head: Head = { seq: 0, hash: hex(GENESIS), at: 0 };

  function check(row: Row): void {
    const before = head;
    head = { seq: row.seq, hash: hex(row.hash), at: before.at };
    if (row.seq !== before.seq + 1) {
      const first = before.seq + 1;
      const missing = row.seq === first + 1 ? `${first}` : `${first}–${row.seq - 1}`;
      found(first, `缺少批次 ${missing}`, `batch ${missing} is missing`);
    } else if (hex(link(Buffer.from(before.hash, 'hex'), row.seq, row.payload)) !== head.hash) {
      found(row.seq, '内容、顺序或哈希与链不符', 'content, order or hash does not fit the chain');
    }
    if (row.seq === kept?.seq && head.hash !== kept.hash) {
      found(row.seq, '与另行保存的链头哈希不符', 'does not have the hash of the head that was kept elsewhere');
    }
    try {
      const batch = unpack(row);
      head.at = batch.at;
      batches += 1;
      entries += batch.entries.length;
    } catch (error) {
      found(row.seq, `批次无法解码:${said(error)}`, `the batch cannot be decoded: ${said(error)}`);
    }
  }

  try {
    const db = openForReading(path);
    try {
      for (const row of rowsFrom(db, 0)) {
        check(row);
        if (findings.length >= MOST) break;
      }
      const last = Math.max(highestEver(db), kept?.seq ?? 0);
      if (findings.length < MOST && last > head.seq) {
        found(head.seq + 1, `尾部被截断:曾有批次 ${last}`, `the tail is cut off: there was a batch ${last}`);
      }
    } finally {
      db.close();
    }
  } catch (error) {
    found(head.seq + 1, `无法读取:${said(error)}`, `cannot be read: ${said(error)}`);
  }
  const first = findings[0];
  return first ? { ok: false, ...first, findings } : { ok: true, batches, entries, head };
}

const said = (error: unknown) => (error as Error).message;

function highestEver(db: DatabaseSync): number {
  return Number(db.prepare(`SELECT max(seq) AS seq FROM sqlite_sequence WHERE name = 'batch'`).get()!.seq);
}
