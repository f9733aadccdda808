import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JOURNAL_FILE, openJournal } from '../journal/sqlite.ts';
import { journalCommand } from './journal.ts';

let folder: string;
let out: string;
let hash: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fluewatch-cli-'));
  const journal = await openJournal(join(folder, JOURNAL_FILE));
  for (let i = 0; i < 3; i++) await journal.append([{ kind: 'tick', at: 1, meta: '', bytes: new Uint8Array() }]);
  hash = journal.head().hash;
  await journal.close();
  out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: unknown; out: string }> {
  await journalCommand().parseAsync(['verify', ...args], { from: 'user' });
  return { code: process.exitCode, out };
}

test('a whole journal: its size and its head, in both languages', async () => {
  vi.stubEnv('FLUEWATCH_LANG', 'en');
  expect(await run(folder)).toEqual({
    code: 0,
    out: expect.stringMatching(new RegExp(`^✓ journal is whole: 3 batches, 3 entries\n {2}head 3:${hash} `)),
  });
  vi.stubEnv('FLUEWATCH_LANG', 'zh');
  out = '';
  expect((await run(join(folder, JOURNAL_FILE), '--head', `3:${hash}`)).out).toContain('日志完好:3 批,3 条');
});

test('each thing that does not fit is a line, and the exit says integrity', async () => {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec('DELETE FROM batch WHERE seq = 1; UPDATE batch SET hash = zeroblob(32) WHERE seq = 3');
  db.close();
  vi.stubEnv('FLUEWATCH_LANG', '');
  vi.stubEnv('LANG', 'zh_CN.UTF-8');
  const { code, out } = await run(folder);
  expect(code).toBe(6);
  expect(out.trim().split('\n')).toEqual(['✗ 批次 1: 缺少批次 1', '✗ 批次 3: 内容、顺序或哈希与链不符']);
});

test('a head kept elsewhere that the journal does not reach', async () => {
  vi.stubEnv('FLUEWATCH_LANG', 'en');
  expect(await run(folder, '--head', `9:${hash}`)).toEqual({
    code: 6,
    out: '✗ batch 4: the tail is cut off: there was a batch 9\n',
  });
});

test('nothing there', async () => {
  expect((await run(join(folder, 'elsewhere'))).code).toBe(4);
});
