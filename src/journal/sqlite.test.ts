import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Batch } from './journal.ts';
import { frame, scratchPath, text } from './scratch.ts';
import { openJournal, openJournalReader } from './sqlite.ts';

const texts = (batches: Iterable<Batch>) => [...batches].map((batch) => batch.entries.map(text));

test('keeps entries in the order received, across a restart', async () => {
  const path = scratchPath();
  const first = await openJournal(path);
  expect(first.head()).toEqual({ seq: 0, hash: '0'.repeat(64), at: 0 });
  expect(await first.append([frame('a'), frame('b')])).toBe(1);
  expect(await first.append([frame('c')])).toBe(2);
  const head = first.head();
  await first.close();
  expect(existsSync(`${path}-wal`)).toBe(false);

  const again = await openJournal(path);
  expect(again.head()).toEqual(head);
  expect(await again.append([frame('d')])).toBe(3);
  expect(texts(again.read(1))).toEqual([['a', 'b'], ['c'], ['d']]);
  expect(texts(again.read(3))).toEqual([['d']]);
  expect([...again.read(1)].map((batch) => batch.seq)).toEqual([1, 2, 3]);
  expect([...again.read(1)].flatMap((batch) => batch.entries)[0]).toEqual({
    kind: 'frame',
    at: 1_767_225_600_000,
    meta: 'tcp 192.0.2.1:5000',
    bytes: new Uint8Array([0x61]),
  });
  await again.close();
});

test('appends that wait together share one batch', async () => {
  const journal = await openJournal(scratchPath());
  const seqs = await Promise.all(Array.from({ length: 1000 }, (_, i) => journal.append([frame(`${i}`)])));
  expect(new Set(seqs).size).toBeLessThan(10);
  expect(texts(journal.read(1)).flat()).toEqual(Array.from({ length: 1000 }, (_, i) => `${i}`));
  await journal.close();
});

test('a follower hears every batch once and in order, before the append resolves', async () => {
  const journal = await openJournal(scratchPath());
  await journal.append([frame('stored')]);
  await journal.append([frame('stored too')]);
  const heard: string[] = [];
  const waiting = journal.append([frame('under way')]);
  const stop = journal.follow(2, (batch) => heard.push(`${batch.seq} ${batch.entries.map(text)}`));
  expect(heard).toEqual(['2 stored too']);
  await waiting.then(() => expect(heard).toEqual(['2 stored too', '3 under way']));
  stop();
  await journal.append([frame('unheard')]);
  expect(heard).toHaveLength(2);
  await journal.close();
});

test('a follower may begin in the future', async () => {
  const journal = await openJournal(scratchPath());
  const heard: number[] = [];
  journal.follow(2, (batch) => heard.push(batch.seq));
  await journal.append([frame('1')]);
  await journal.append([frame('2')]);
  expect(heard).toEqual([2]);
  await journal.close();
});

test('has one writer, any number of readers', async () => {
  const path = scratchPath();
  const journal = await openJournal(path);
  await expect(openJournal(path)).rejects.toMatchObject({ code: 'LOCKED' });
  const reader = openJournalReader(path);
  expect(reader.head().seq).toBe(0);
  await journal.append([frame('a')]);
  expect(texts(reader.read(1))).toEqual([['a']]);
  expect(reader.head()).toEqual(journal.head());
  reader.close();
  await journal.close();
  const next = await openJournal(path);
  await next.close();
});

test('another thread can read while it is written', async () => {
  const path = scratchPath();
  const journal = await openJournal(path);
  await journal.append([frame('seen from there')]);
  const source = `
    import { parentPort } from 'node:worker_threads';
    import { openJournalReader } from ${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)};
    const reader = openJournalReader(${JSON.stringify(path)});
    parentPort.postMessage([...reader.read(1)].map((batch) => Buffer.from(batch.entries[0].bytes).toString()));
    reader.close();`;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  expect(await new Promise((resolve) => thread.once('message', resolve))).toEqual(['seen from there']);
  await journal.close();
});

test('refuses what it cannot keep and goes on', async () => {
  const journal = await openJournal(scratchPath());
  await expect(journal.append([])).rejects.toThrow(RangeError);
  await expect(journal.append([{ ...frame('a'), at: Number.NaN }])).rejects.toThrow(RangeError);
  const much = { ...frame(''), bytes: new Uint8Array(40 * 1024 * 1024) };
  const kept = journal.append([much]);
  await expect(journal.append([much])).rejects.toMatchObject({ code: 'BUSY' });
  expect(journal.pendingBytes).toBeGreaterThan(40 * 1024 * 1024);
  expect(await kept).toBe(1);
  expect(journal.pendingBytes).toBe(0);
  const last = journal.append([frame('on the way when it closes')]);
  await journal.close();
  expect(await last).toBe(2);
  await expect(journal.append([frame('late')])).rejects.toMatchObject({ code: 'CLOSED' });
});

test('says clearly what it is not', async () => {
  const path = scratchPath();
  expect(() => openJournalReader(path)).toThrow(expect.objectContaining({ code: 'FORMAT' }));
  writeFileSync(path, 'by no means a database, and long enough to be looked at as one'.repeat(40));
  await expect(openJournal(path)).rejects.toMatchObject({ code: 'FORMAT' });
  const other = scratchPath();
  new DatabaseSync(other).exec('CREATE TABLE t (x)');
  await expect(openJournal(other)).rejects.toMatchObject({ code: 'FORMAT' });
});
