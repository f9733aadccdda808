import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MarkDetail, StatementsView } from '../model/views.ts';

import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type ServerProcess, startServer, stopServer } from '../testing/server-process.ts';

const run = promisify(execFile);
const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-statements-'));
const catalogue = path.join(PLANT_WEEK, 'catalogue.yaml');
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer(['--data', data, '--catalogue', catalogue]);
}, 30_000);

afterAll(async () => {
  await stopServer(server, 'SIGTERM');
  rmSync(data, { recursive: true });
});

const LAUNCH = path.join(import.meta.dirname, '../cli/launch.js');

/** The command itself, against the server. */
async function cli(...args: string[]) {
  const env = { ...process.env, FLUEWATCH_LANG: 'en' };
  return run(process.execPath, [LAUNCH, ...args, '--to', server.http], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

const get = async <T>(route: string) => (await (await fetch(`${server.http}/api/v1${route}`)).json()) as T;

async function post(route: string, body: unknown, type = 'application/json') {
  const answer = await fetch(`${server.http}/api/v1${route}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: type === 'application/json' ? JSON.stringify(body) : (body as BodyInit),
  });
  return { status: answer.status, body: (await answer.json()) as StatementsView & Record<string, unknown> };
}

/** Killed at once after an answer, and started again on the same data. */
async function killAndStart(): Promise<void> {
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
  server = await startServer(['--data', data, '--catalogue', catalogue]);
}

describe('marks', () => {
  it('come from a GBK table with Chinese heads, each row with its outcome; a kill -9 after the answer loses none', async () => {
    const file = path.join(data, 'marks.csv');
    const table = [
      '排放口,标记,开始,结束,录入时间,角色,工号,说明',
      'week-f1,停炉,2026-03-20 01:00,2026-03-20 03:30,2026-03-20 09:00,企业,E017,"检修,按计划"',
      'week-f1,停庐,2026-03-21 01:00,2026-03-21 03:30,,企业,E017,',
      'week-f9,停炉,2026-03-21 01:00,2026-03-21 03:30,,企业,E017,',
    ].join('\r\n');
    writeFileSync(file, iconv.encode(table, 'gb18030'));
    const first = await cli('marks', 'import', file, '--json');
    await killAndStart();
    expect(first.code).toBe(7);
    expect(
      first.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { v: 1, line: 2, outcome: 'accepted' },
      { line: 3, outcome: 'rejected', field: 'mark', why: 'unknown-word' },
      { line: 4, outcome: 'rejected', field: 'outlet', says: { en: expect.stringMatching(/week-f1/) } },
    ]);
    expect(first.stderr).toMatch(/marks\.csv:3 mark .*停炉/s);
    expect((await cli('marks', 'import', file)).stderr).toMatch(/0 new, 0 revised, 1 there already, 2 rejected/);
    const { items } = await get<{ items: { id: string }[] }>('/marks?from=2026-03-20&to=2026-03-21');
    expect(items).toHaveLength(1);
    const mark = await get<MarkDetail>(`/marks/${items[0]!.id}`);
    expect(mark).toMatchObject({
      note: '检修,按计划',
      author: { role: 'enterprise', id: 'E017' },
      createdAt: '2026-03-20T09:00:00+08:00',
      versions: [{ revoked: false }],
    });
    expect(Date.parse(mark.receivedAt)).toBeGreaterThan(Date.parse(mark.createdAt));
  }, 60_000);

  it('of 100 MB are refused by name, and nothing of them is held', async () => {
    const status = await new Promise<[number, string]>((resolve, reject) => {
      const asked = request(`${server.http}/api/v1/marks`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'content-length': 100 * 1024 * 1024 },
      });
      asked.on('response', (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve([answer.statusCode!, text]));
      });
      asked.on('error', reject);
      asked.flushHeaders();
    });
    expect(status[0]).toBe(413);
    expect(JSON.parse(status[1])).toMatchObject({ code: 'FW-A4130' });
  });

  it.each([
    ['{"outlet":', 'application/json', 400],
    ['outlet,mark,start,end\n"week-f1', 'text/csv', 400],
    ['outlet,mrak,start,end\nweek-f1,停炉,2026-03-20,2026-03-21', 'text/csv', 422],
    ['outlet,mark,start,end', 'text/csv', 422],
    ['', 'text/csv', 400],
    ['x', 'text/plain', 415],
  ])('%j as %s is refused with %s', async (body, type, status) => {
    const answer = await fetch(`${server.http}/api/v1/marks`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/^\/problems\//) });
  });

  it('beyond 10 000 rows are to be sent in pieces, which the command does by itself', async () => {
    const row = (n: number) =>
      `week-f1,停炉,2025-01-01 00:00,2025-01-01 ${String(1 + (n % 20)).padStart(2, '0')}:00,N${n}`;
    const table = ['outlet,mark,start,end,id', ...Array.from({ length: 10_001 }, (_, n) => row(n))].join('\n');
    expect((await post('/marks', table, 'text/csv')).status).toBe(422);
  });
});
