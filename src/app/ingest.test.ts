import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceView } from '../model/views/devices.ts';
import type { IngestView } from '../model/views/ingest.ts';
import type { Page } from '../model/views/page.ts';
import type { SeriesView } from '../model/views/series.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type ServerProcess, startServer, stopServer } from '../testing/server-process.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-ingest-'));
let server: ServerProcess;

const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);

beforeAll(async () => {
  mkdirSync(path.join(data, 'mappings'));
  writeFileSync(
    path.join(data, 'mappings/gateway.yaml'),
    `id: gateway
format: json
records: $.rows
sender: {path: id}
time: {path: ts, form: ms}
grain: hour
stat: avg
values: [{path: co, factor: a21005}]
`,
  );
  server = await start();
}, 30_000);

afterAll(async () => {
  await stopServer(server, 'SIGTERM');
  rmSync(data, { recursive: true });
});

async function post(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  query = '',
  route = '/api/v1/ingest',
) {
  const answer = await fetch(`${server.http}${route}${query}`, { method: 'POST', body: body as BodyInit, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const CSV_TYPE = { 'content-type': 'text/csv; charset=utf-8' };
const HEADER = 'time,outlet,factor,grain,stat,value,flag';

const hours = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `2026-03-02 ${String(from + i).padStart(2, '0')}:00:00`);
const csv = (times: readonly string[], factor: string) =>
  [HEADER, ...times.map((time, i) => `${time},week-f1,${factor},hour,avg,${40 + i},N`)].join('\n');

async function values(factor: string): Promise<(number | null)[]> {
  const span = 'from=2026-03-02T00:00:00%2B08:00&to=2026-03-03T00:00:00%2B08:00';
  const answer = await fetch(
    `${server.http}/api/v1/series?outlet=week-f1&factor=${factor}&${span}&width=24&basis=measured`,
  );
  return ((await answer.json()) as SeriesView).mean.filter((value) => value !== null);
}

const outcome = (accepted: number, repeat: number, rewrite: number, rejected: number) => ({
  accepted,
  repeat,
  rewrite,
  rejected,
});

describe('readings by HTTP', () => {
  it('are in their slots when the answer comes, and a second time is a repeat', async () => {
    const first = await post(csv(hours(0, 6), 'a21026'), CSV_TYPE);
    expect(first).toMatchObject({
      status: 200,
      body: { v: 1, readings: 6, records: outcome(6, 0, 0, 0), faultCount: 0 },
    });
    expect(await values('a21026')).toEqual([40, 41, 42, 43, 44, 45]);
    const again = await post(csv(hours(0, 6), 'a21026'), CSV_TYPE);
    expect(again).toMatchObject({ status: 200, body: { records: outcome(0, 6, 0, 0) } });
  });

  it('may be JSON, NDJSON or packed, under either address; every unusable record is named', async () => {
    const record = (hour: number, more = {}) => ({
      time: `2026-03-02T${String(hour).padStart(2, '0')}:00:00+08:00`,
      outlet: 'week-f1',
      factor: 'a21024',
      grain: 'hour',
      stat: 'avg',
      value: hour,
      ...more,
    });
    const many = [
      record(1),
      record(2, { value: 'much' }),
      record(3, { factor: 'a2102' }),
      record(4, { outlet: 'nowhere' }),
    ];
    const json = await post(JSON.stringify(many), JSON_TYPE, '?subject=back-office');
    expect(json).toMatchObject({
      status: 200,
      body: { readings: 2, unknown: ['nowhere'], records: outcome(1, 0, 0, 3) },
    });
    const { faults } = json.body as unknown as IngestView;
    expect(faults.map(({ record, outcome, why }) => [record, outcome, why])).toEqual([
      [1, 'rejected', 'VALUE'],
      [2, 'rejected', 'FACTOR'],
    ]);
    expect(faults[1]!.says.en).toMatch(/no such factor "a2102".*a21024|did you mean/);
    const lines = [record(1), record(5)].map((one) => JSON.stringify(one)).join('\n');
    const packed = await post(
      gzipSync(`${lines}\n{"torn\n`),
      { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      '',
      '/ingest',
    );
    expect(packed).toMatchObject({
      status: 200,
      body: { records: outcome(1, 1, 0, 1), faults: [{ line: 3, why: 'JSON' }] },
    });
    expect(await values('a21024')).toEqual([1, 5]);
  });

  it('of a gateway go through its mapping', async () => {
    const at = Date.parse('2026-03-02T08:00:00+08:00');
    const rows = [
      { id: '88888880000101', ts: at, co: 12.5 },
      { id: 'meter-77', ts: at, co: 1 },
    ];
    const { status, body } = await post(JSON.stringify({ rows }), JSON_TYPE, '?mapping=gateway');
    expect([status, body]).toMatchObject([200, { readings: 2, unknown: ['meter-77'], records: outcome(1, 0, 0, 1) }]);
    expect(await values('a21005')).toEqual([12.5]);
    const { items } = (await (await fetch(`${server.http}/api/v1/devices`)).json()) as Page<DeviceView>;
    expect(items.find(({ mn }) => mn === 'meter-77')).toMatchObject({
      state: 'quarantined',
      reasons: { UNKNOWN_MN: 1 },
    });
    const adopted = await fetch(`${server.http}/api/v1/devices/meter-77:adopt`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ outlet: 'week-f1', by: 'tester' }),
    });
    expect(adopted.status).toBe(200);
    const after = (await (await fetch(`${server.http}/api/v1/devices`)).json()) as Page<DeviceView>;
    expect(after.items.find(({ mn }) => mn === 'meter-77')).toMatchObject({
      outlet: 'week-f1',
      accepted: 0,
      rewrite: 1,
    });
  });

  it.each([
    ['no type that says what it is', 'x', {}, '', 415, 'FW-A4150'],
    ['no such mapping', '{}', JSON_TYPE, '?mapping=gatewya', 422, 'FW-A4220'],
    ['nothing', '', JSON_TYPE, '', 400, 'FW-A4000'],
    ['nothing usable', '[{"outlet":"week-f1"}]', JSON_TYPE, '', 422, 'FW-A4222'],
    ['no gzip', 'plain', { ...JSON_TYPE, 'content-encoding': 'gzip' }, '', 400, 'FW-A4000'],
    ['a bomb', gzipSync(Buffer.alloc(100_000_000)), { ...JSON_TYPE, 'content-encoding': 'gzip' }, '', 413, 'FW-A4130'],
  ])('refuses %s with a problem that says how to mend it', async (_, body, headers, query, status, code) => {
    const answer = await post(body, headers as Record<string, string>, query);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).not.toBe('');
  });

  it('are still there after a kill, and known as repeats', async () => {
    await post(csv(hours(10, 14), 'a21002'), CSV_TYPE);
    await stopServer(server, 'SIGKILL');
    server = await start();
    expect(await values('a21002')).toEqual([40, 41, 42, 43]);
    const again = await post(csv(hours(10, 14), 'a21002'), CSV_TYPE);
    expect(again.body.records).toEqual(outcome(0, 4, 0, 0));
  }, 30_000);
});
