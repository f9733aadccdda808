import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { frame, scratchPath, text } from './scratch.ts';
import { openJournal, openJournalReader } from './sqlite.ts';
import { verifyJournal } from './verify.ts';

async function fiveBatches(): Promise<{ path: string; hashes: string[] }> {
  const path = scratchPath();
  const journal = await openJournal(path);
  const hashes: string[] = [];
  for (const word of ['one', 'two', 'three', 'four', 'five']) {
    await journal.append([frame(`${word} ${'0123456789'.repeat(20)}`), frame(word)]);
    hashes.push(journal.head().hash);
  }
  await journal.close();
  return { path, hashes };
}

/** What somebody with SQLite at hand could do to the file. */
function tamper(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test('a whole chain is whole, and its head is the last batch', async () => {
  const { path, hashes } = await fiveBatches();
  const kept = { seq: 3, hash: hashes[2]! };
  expect(verifyJournal(path, kept)).toMatchObject({
    ok: true,
    batches: 5,
    entries: 10,
    head: { seq: 5, hash: hashes[4] },
  });
});

test('the hash is SHA-256 over hash before, number and stored bytes', async () => {
  const { path, hashes } = await fiveBatches();
  const db = new DatabaseSync(path);
  let before = new Uint8Array(32);
  for (const [i, hash] of hashes.entries()) {
    const seq = i + 1;
    const { payload } = db.prepare('SELECT payload FROM batch WHERE seq = ?').get(seq) as {
      payload: Uint8Array<ArrayBuffer>;
    };
    const number = new Uint8Array([0, 0, 0, 0, 0, 0, 0, seq]);
    const digest = await crypto.subtle.digest('SHA-256', await new Blob([before, number, payload]).arrayBuffer());
    before = new Uint8Array(digest);
    expect(Buffer.from(before).toString('hex')).toBe(hash);
  }
  db.close();
});

test.each([
  ['a wrong hash', 'UPDATE batch SET hash = zeroblob(32) WHERE seq = 3', [3, 4]],
  ['an exchanged payload', 'UPDATE batch SET payload = (SELECT payload FROM batch WHERE seq = 2) WHERE seq = 4', [4]],
  ['a payload that is none', `UPDATE batch SET payload = x'00' WHERE seq = 4`, [4, 4]],
  ['a missing batch', 'DELETE FROM batch WHERE seq = 3', [3]],
  ['several missing batches', 'DELETE FROM batch WHERE seq IN (1, 2)', [1]],
  ['a cut tail', 'DELETE FROM batch WHERE seq >= 4', [4]],
  [
    'two batches in the other order',
    'UPDATE batch SET seq = 99 WHERE seq = 2; UPDATE batch SET seq = 2 WHERE seq = 3; UPDATE batch SET seq = 3 WHERE seq = 99',
    [2, 3, 4],
  ],
])('finds %s', async (_, sql, seqs) => {
  const { path } = await fiveBatches();
  tamper(path, sql);
  const result = verifyJournal(path);
  expect(result.ok ? [] : result.findings.map((finding) => finding.seq)).toEqual(seqs);
});

test('a carefully cut tail is only found by a head kept elsewhere', async () => {
  const { path, hashes } = await fiveBatches();
  tamper(path, 'DELETE FROM batch WHERE seq >= 4; UPDATE sqlite_sequence SET seq = 3');
  expect(verifyJournal(path)).toMatchObject({ ok: true, batches: 3 });
  expect(verifyJournal(path, { seq: 5, hash: hashes[4]! })).toMatchObject({ ok: false, seq: 4 });
  expect(verifyJournal(path, { seq: 3, hash: hashes[4]! })).toMatchObject({ ok: false, seq: 3 });
});

test('a file cut short is no whole journal', async () => {
  const { path } = await fiveBatches();
  for (const size of [8192, 5000, 100]) {
    truncateSync(path, size);
    expect(verifyJournal(path).ok).toBe(false);
  }
});

test('whichever byte of the file changes: it is found, or nothing that was kept has changed', async () => {
  const { path } = await fiveBatches();
  const whole = readFileSync(path);
  const content = () => {
    const reader = openJournalReader(path);
    const all = [...reader.read(1)].map((batch) => [batch.seq, batch.at, batch.entries.map(text)]);
    reader.close();
    return JSON.stringify(all);
  };
  const before = content();
  let found = 0;
  for (let i = 0; i < whole.length; i += 13) {
    const damaged = Buffer.from(whole);
    damaged[i]! ^= 0x10;
    writeFileSync(path, damaged);
    const { ok } = verifyJournal(path);
    if (ok) expect(content()).toBe(before);
    else found += 1;
  }
  expect(found).toBeGreaterThan(50);
});
