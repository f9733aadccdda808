import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS, minuteText, parseTime } from '../model/beijing.ts';
import type { AlertView } from '../model/views/alerts.ts';
import type { MarkDetail, OrderDetail, StatementsView } from '../model/views/statements.ts';

import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type ServerProcess, startServer, stopServer } from '../testing/server-process.ts';

const run = promisify(execFile);
const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-statements-'));
const catalogue = path.join(data, 'catalogue.yaml');
/** The plant of the week, and two cement works of which one is of grade A. */
writeFileSync(
  catalogue,
  `${readFileSync(path.join(PLANT_WEEK, 'catalogue.yaml'), 'utf8')}
  - id: kilns
    name: { zh: 水泥厂, en: Cement works }
    region: "330110"
    industry: cement
    outlets:
      - { id: kilns-k1, medium: flue-gas }
      - { id: kilns-p1, medium: power, meter: { role: production, ratedKw: 500 } }
  - id: graded
    name: { zh: A级水泥厂, en: A-grade works }
    region: "330111"
    industry: cement
    exempt: [a-grade]
    outlets:
      - { id: graded-k1, medium: flue-gas }
      - { id: graded-p1, medium: power, meter: { role: production, ratedKw: 500 } }
`,
);
let server: ServerProcess;

const TOKENS = { kilns: 'a-token-of-the-kilns-0001', graded: 'a-token-of-the-graded-02' };
for (const [id, token] of Object.entries(TOKENS)) writeFileSync(path.join(data, `${id}.token`), token);
writeFileSync(
  path.join(data, 'connections.yaml'),
  `enterprises:
  - { id: kilns, name: 水泥厂, sites: [kilns], token: { file: "${path.join(data, 'kilns.token')}" } }
  - { id: graded, name: A级水泥厂, sites: [graded], token: { file: "${path.join(data, 'graded.token')}" } }
`,
);

const start = () => startServer(['--data', data, '--catalogue', catalogue, '--enterprise', '127.0.0.1:0']);

beforeAll(async () => {
  server = await start();
}, 90_000);

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
  server = await start();
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
  }, 150_000);

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

describe('orders', () => {
  /** 400 kW all day on 2026-03-02 and half an hour beyond, of both works. */
  const powered = () => {
    const minute = (n: number) => minuteText(parseTime('2026-03-02') + n * MINUTE_MS);
    const rows = ['kilns-p1', 'graded-p1'].flatMap((outlet) =>
      Array.from({ length: 1470 }, (_, n) => `${minute(n)},${outlet},kw,minute,avg,400,N`),
    );
    return ['time,outlet,factor,grain,stat,value,flag', ...rows].join('\n');
  };
  const order = {
    id: '环应急〔2026〕3号',
    kind: '重污染天气应急减排',
    issuer: '市生态环境局',
    level: '红色',
    region: '330100',
    industry: 'cement',
    start: '2026-03-02 08:00',
    end: '2026-03-03 00:00',
    reduce: 100,
  };
  const alerts = async () => {
    const { items } = await get<{ items: AlertView[] }>('/alerts?rule=pwr-emergency-order');
    return items.map(({ outlet, start, end, state, facts }) => ({ outlet, start, end, state, order: facts.order }));
  };
  /** A stop from 8:00 with two hours for the shut-down, and power until midnight. */
  const raised = {
    outlet: 'kilns-k1',
    start: '2026-03-02T10:00:00+08:00',
    end: '2026-03-03T00:00:00+08:00',
    state: 'confirmed',
    order: order.id,
  };

  it('to an industry in a region judge what was before them, except whom they do not bind', async () => {
    expect((await post('/ingest', powered(), 'text/csv')).status).toBe(200);
    expect(await alerts()).toEqual([]);
    expect(await post('/orders', order)).toMatchObject({
      status: 201,
      body: { reduce: 100, name: { zh: '重污染天气应急减排' } },
    });
    await expect.poll(alerts, { timeout: 10_000 }).toEqual([raised]);
    expect((await post('/orders', order)).status).toBe(200);
    expect(await get('/sites/graded/orders')).toMatchObject({ items: [{ id: order.id, exempt: ['a-grade'] }] });
    expect(await get('/sites/week/orders')).toEqual({ items: [] });
  }, 90_000);

  it('survive a kill -9, and a replay of the journal says the same', async () => {
    await killAndStart();
    expect(await alerts()).toEqual([raised]);
    const { stdout } = await run(process.execPath, [
      LAUNCH,
      'replay',
      path.join(data, 'journal.db'),
      '--catalogue',
      catalogue,
    ]);
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AlertView);
    const { outlet, start, end } = told.find(({ rule }) => rule === 'pwr-emergency-order')!;
    expect({ outlet, start, end }).toEqual({ outlet: raised.outlet, start: raised.start, end: raised.end });
  }, 150_000);

  it('lifted early ask for less, and one taken back asks for nothing; the versions stay', async () => {
    expect((await post('/orders', { ...order, end: '2026-03-02 12:00' })).status).toBe(201);
    await expect.poll(alerts, { timeout: 10_000 }).toEqual([{ ...raised, end: '2026-03-02T12:00:00+08:00' }]);
    expect((await post('/orders', { ...order, end: '2026-03-02 12:00', revoked: true })).status).toBe(201);
    await expect.poll(alerts, { timeout: 10_000 }).toEqual([]);
    const { versions } = await get<OrderDetail>(`/orders/${encodeURIComponent(order.id)}`);
    expect(versions.map(({ end, revoked }) => [end?.slice(5, 16), revoked])).toEqual([
      ['03-03T00:00', false],
      ['03-02T12:00', false],
      ['03-02T12:00', true],
    ]);
  }, 90_000);

  it('from a GBK table end row by row', async () => {
    const file = path.join(data, 'orders.csv');
    const table = [
      '文号,种类,发文机关,开始,结束,负荷上限,企业,区划,行业,措施',
      '错峰1,错峰生产,市经信局,2026-01-01,2026-01-20,50,kilns、graded,,,"限产50%，一条线停产"',
      '错峰2,错峰生产,市经信局,2026-01-01,2026-01-20,50,kiln,,,',
      '错峰3,错峰生产,市经信局,2026-01-01,2026-01-20,,,330110,cement,',
      '错峰4,错峰生产,市经信局,2026-01-01,2026-01-20,30,,330110,cemnt,',
      '错峰5,错峰生产,市经信局,1026-01-01,2026-01-20,30,,330110,cement,',
      '改正1,责令改正,市生态环境局,2026-01-01,,,kilns,,,',
    ].join('\r\n');
    writeFileSync(file, iconv.encode(table, 'gb18030'));
    const { code, stdout } = await cli('orders', 'import', file, '--json');
    expect(code).toBe(7);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 2, id: '错峰1', outcome: 'accepted' },
      { line: 3, outcome: 'rejected', field: 'sites', says: { en: expect.stringMatching(/"kilns"/) } },
      { line: 4, outcome: 'rejected', field: 'reduce', why: 'missing' },
      { line: 5, outcome: 'rejected', field: 'industry', says: { en: expect.stringMatching(/"cement"/) } },
      { line: 6, outcome: 'rejected', field: 'start', why: 'out-of-range' },
      { line: 7, id: '改正1', outcome: 'accepted' },
    ]);
    expect(await get(`/orders/${encodeURIComponent('错峰1')}`)).toMatchObject({
      reduce: 50,
      sites: ['kilns', 'graded'],
    });
  }, 90_000);
});

describe('complaints', () => {
  it('are durable when they are answered, and are linked again after a kill -9', async () => {
    const complaint = {
      id: 'P20260302-017',
      kind: 'odour',
      receivedAt: '2026-03-02 22:40',
      from: '2026-03-02 21:00',
      to: '2026-03-02 22:30',
      site: 'kilns',
      text: '厂区东侧刺鼻气味',
    };
    expect((await post('/complaints', complaint)).status).toBe(201);
    expect((await post('/complaints', { ...complaint, id: 'P2', text: '请打13800138000' })).status).toBe(422);
    await killAndStart();
    expect(await get('/complaints/P20260302-017')).toMatchObject({ kind: 'odour', site: 'kilns' });
    expect((await get<{ items: unknown[] }>('/complaints')).items).toHaveLength(1);
    for (const file of ['journal.db', 'journal.db-wal', 'views.db', 'views.db-wal']) {
      const there = existsSync(path.join(data, file));
      if (there) expect(readFileSync(path.join(data, file)).includes('13800138000')).toBe(false);
    }
  }, 90_000);
});

describe('the door for enterprises', () => {
  const asked = async (route: string, id: keyof typeof TOKENS, body?: unknown) => {
    const answer = await fetch(`${server.enterprise}/api/v1${route}`, {
      headers: { authorization: `Bearer ${TOKENS[id]}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('shows nothing of the rest of the API, with or without a token', async () => {
    for (const route of [
      '/alerts',
      '/leads',
      '/sites',
      '/sites/graded',
      '/series',
      '/complaints',
      '/rules',
      '/stream',
      '/marks',
    ]) {
      expect([route, (await asked(route, 'kilns')).status]).toEqual([route, 404]);
    }
    for (const route of ['/ingest', '/metrics', '/openapi.json']) {
      expect([route, (await fetch(`${server.enterprise}${route}`)).status]).toEqual([route, 404]);
    }
    expect((await fetch(`${server.enterprise}/api/v1/enterprise`)).status).toBe(401);
  });

  it('opens its own sites only, and keeps what is said there through a kill -9', async () => {
    expect(await asked('/enterprise', 'kilns')).toMatchObject({ status: 200, body: { sites: [{ id: 'kilns' }] } });
    const mark = { start: '2026-03-02 08:00', end: '2026-03-02 12:00', mark: '停运', note: '停窑', by: 'K1' };
    expect((await asked('/enterprise/marks', 'graded', { ...mark, outlet: 'kilns-k1' })).status).toBe(422);
    expect((await asked('/enterprise/marks?outlet=kilns-k1', 'graded')).status).toBe(422);
    expect((await asked('/enterprise/marks', 'kilns', { ...mark, outlet: 'kilns-k1', id: 'K-1' })).status).toBe(201);
    await killAndStart();
    expect(await asked('/enterprise/marks?outlet=kilns-k1', 'kilns')).toMatchObject({
      body: { items: [{ id: 'K-1', author: { role: 'enterprise', id: 'K1' } }] },
    });
    expect((await asked('/enterprise/marks?outlet=graded-k1', 'kilns')).status).toBe(422);
  }, 90_000);

  it('is not opened by a short, an equal or a missing token, or to a site that nobody knows', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-tokens-'));
    const short = path.join(folder, 'short');
    writeFileSync(short, 'secret');
    const file = path.join(folder, 'connections.yaml');
    writeFileSync(file, `enterprises:\n  - { id: a, name: A, sites: [kiln], token: { file: "${short}" } }\n`);
    const args = ['--data', folder, '--catalogue', catalogue, '--connections', file];
    await expect(startServer(args)).rejects.toThrow(
      /connections\.yaml:2:\d+ .*"kiln"; did you mean "kilns"[\s\S]*fewer than 20 characters/,
    );
    rmSync(folder, { recursive: true });
  }, 90_000);
});
