import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTime } from '../model/beijing.ts';
import type { DeviceView } from '../model/views/devices.ts';
import type { Page } from '../model/views/page.ts';
import type { SeriesView } from '../model/views/series.ts';
import { minuteFrame, PLANT_WEEK } from '../testing/plant-week.ts';
import { runCommand } from '../testing/run-command.ts';
import { type ServerProcess, startServer, stopServer } from '../testing/server-process.ts';
import { ingestCommand } from './ingest.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-import-'));
const data = path.join(folder, 'data');
let server: ServerProcess;

const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);

beforeAll(async () => {
  server = await start();
}, 30_000);
afterAll(async () => {
  await stopServer(server, 'SIGTERM');
  rmSync(folder, { recursive: true });
});

const place = (name: string) => path.join(folder, name);
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(place(name), content);
  return place(name);
}

const ingest = (...args: string[]) => runCommand(ingestCommand(), args);

/** Values of a day in the server, hour by hour. */
async function hours(factor: string, outlet = 'week-f1', date = '2026-03-02'): Promise<(number | null)[]> {
  const from = encodeURIComponent(`${date}T00:00:00+08:00`);
  const to = encodeURIComponent(`${date}T24:00:00+08:00`);
  const query = `outlet=${outlet}&factor=${factor}&from=${from}&to=${to}&width=24&basis=measured`;
  const { mean } = (await (await fetch(`${server.http}/api/v1/series?${query}`)).json()) as SeriesView;
  return mean.filter((value) => value !== null);
}

/** GB18030 of the words that the table below needs (from its published mapping). */
const GB: Record<string, number[]> = {
  时: [0xca, 0xb1],
  间: [0xbc, 0xe4],
  排: [0xc5, 0xc5],
  放: [0xb7, 0xc5],
  口: [0xbf, 0xda],
};
const gb18030 = (text: string) => Buffer.from([...text].flatMap((char) => GB[char] ?? [char.charCodeAt(0)]));

describe('a file', () => {
  it('of unknown columns gets a mapping proposed, which then imports it; again it is a repeat', async () => {
    const table = file(
      'export.csv',
      gb18030(
        '时间,排放口,SO2(mg/m3),CO\n2026/3/2 0:00,week-f1,11,21\n2026/3/2 1:00,week-f1,12,22\n2026/3/2 2:00,week-f1,,x\n',
      ),
    );
    const proposed = await ingest(table, '--to', server.http);
    expect([proposed.code, proposed.err]).toEqual([3, expect.stringContaining('needs a mapping')]);
    const mapping = file('export.yaml', proposed.out);
    const dry = await ingest(table, '--mapping', mapping, '--dry-run');
    expect(dry.err).toContain('5 readings understood, not written; 1 fault(s)');
    expect(dry.err).toMatch(/export\.csv:4 VALUE .*CO is "x"/);
    expect(await hours('a21026')).toEqual([]);
    const first = await ingest(table, '--mapping', mapping, '--to', server.http);
    expect([first.code, first.err]).toEqual([7, expect.stringContaining('5 readings written: 5 new, 0 there already')]);
    expect([await hours('a21026'), await hours('a21005')]).toEqual([
      [11, 12],
      [21, 22],
    ]);
    const again = await ingest(table, '--mapping', mapping, '--to', server.http);
    expect(again.err).toContain('5 readings written: 0 new, 5 there already');
  }, 30_000);

  it('in the columns of the contract, packed, needs nothing', async () => {
    const rows = [0, 1, 2].map((hour) => `2026-03-02 0${hour}:00:00,week-f1,a21024,hour,avg,${hour + 1},N`);
    const packed = file('own.csv.gz', gzipSync(['time,outlet,factor,grain,stat,value,flag', ...rows].join('\n')));
    const { code, err } = await ingest(packed, '--to', server.http);
    expect([code, err]).toEqual([0, expect.stringContaining('3 new')]);
    expect(await hours('a21024')).toEqual([1, 2, 3]);
  });

  it('may be Parquet', async () => {
    parquetWriteFile({
      filename: place('table.parquet'),
      columnData: [
        { name: 'time', data: [0, 1, 2].map((hour) => new Date(Date.UTC(2026, 2, 1, 16 + hour))), type: 'TIMESTAMP' },
        { name: 'mn', data: ['88888880000101', '88888880000101', 'nobody-1'], type: 'STRING' },
        { name: 'NOx(ug/m3)', data: [1000, 2500, 1], type: 'DOUBLE' },
      ],
    });
    const proposed = await ingest(place('table.parquet'), '--to', server.http);
    const mapping = file('parquet.yaml', proposed.out);
    const { code, err } = await ingest(place('table.parquet'), '--mapping', mapping, '--to', server.http);
    expect([code, err]).toEqual([0, expect.stringContaining('2 new')]);
    expect(err).toContain('1 sender(s) that nobody knows (nobody-1)');
    expect(await hours('a21002')).toEqual([1, 2.5]);
  }, 20_000);

  it('may be a log of frames', async () => {
    const frames = [0, 1, 2].map((n) =>
      minuteFrame('week-f1', parseTime(`2026-03-05 00:0${n}`), ['a21026-Avg=7,a21026-Flag=N']),
    );
    const log = file('line.hj212', frames.join('\r\n'));
    expect((await ingest(log, '--dry-run')).err).toContain('3 frames and 0 readings understood, not written');
    const { code, err } = await ingest(log, '--to', server.http);
    expect([code, err]).toEqual([0, expect.stringContaining('3 frames and 0 readings written')]);
    expect(await hours('a21026', 'week-f1', '2026-03-05')).toEqual([7]);
  });

  it('that was left half way is taken up there', async () => {
    // 60 000 rows are several pieces; this server dies behind the first part
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      const time = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
      return `${time},week-f2,a21026,minute,avg,${i % 50},N`;
    });
    const long = file('long.csv', ['time,outlet,factor,grain,stat,value,flag', ...rows].join('\n'));
    let taken = 0;
    const broken = createServer((request, response) => {
      request.resume().on('end', () => {
        taken++;
        if (taken <= 3) {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ v: 1, readings: 1, records: null, unknown: [], faults: [], faultCount: 0 }));
        } else response.writeHead(413, { 'content-type': 'application/problem+json' }).end('{"detail":"no more"}');
      });
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    const first = await ingest(long, '--to', url);
    expect([first.code, first.err]).toEqual([5, expect.stringContaining('refuses: no more')]);
    const { next } = JSON.parse(readFileSync(`${long}.progress`, 'utf8')) as { next: number };
    expect(next).toBeGreaterThan(0);
    taken = -100;
    const second = await ingest(long, '--to', url);
    expect([second.code, second.err]).toEqual([0, expect.stringContaining('goes on where it was left')]);
    const asked = taken + 100;
    taken = -100;
    await ingest(long, '--to', url);
    expect(taken + 100).toBeGreaterThan(asked);
    broken.close();
  }, 30_000);

  it('goes straight into the journal while no server runs, and is there when it starts', async () => {
    const locked = await ingest(file('none.csv', 'time,outlet,factor,grain,stat,value\n'), '--data', data);
    expect([locked.code, locked.err]).toEqual([3, expect.stringContaining('a server has')]);
    await stopServer(server, 'SIGTERM');
    const table = file(
      'offline.csv',
      'time,outlet,factor,grain,stat,value\n2026-03-07 00:00:00,week-f1,a21026,hour,avg,5\n2026-03-07 01:00:00,stranger,a21026,hour,avg,5\n',
    );
    const { code, err } = await ingest(table, '--data', data);
    expect([code, err]).toEqual([0, expect.stringContaining('2 readings written')]);
    server = await start();
    expect(await hours('a21026', 'week-f1', '2026-03-07')).toEqual([5]);
    const { items } = (await (await fetch(`${server.http}/api/v1/devices`)).json()) as Page<DeviceView>;
    expect(items.find(({ mn }) => mn === 'stranger')).toMatchObject({ state: 'quarantined', rejected: 1 });
  }, 30_000);

  it.each([
    [['nowhere.csv'], 4, 'no such file'],
    [[path.join(PLANT_WEEK, 'README.md')], 4, 'not a kind of file'],
    [[path.join(PLANT_WEEK, 'readings.csv.gz'), '--mapping', 'redings-csv'], 3, 'readings-csv'],
  ])('that cannot be taken is refused with the reason: %j', async (args, code, reason) => {
    const answer = await ingest(...args);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(reason)]);
  });
});
