import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Secret } from '../../config/secret.ts';
import type { AlertEventKind } from '../../model/alert.ts';
import { dayOf, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { DaySeries } from '../../model/day-series.ts';
import { MARCH, sampleEvent, sampleMark, temporaryFile } from '../../store/samples.ts';
import { StoreWriter } from '../../store/writer.ts';
import { InfluxDb, withInfluxDb } from '../../testing/servers/influxdb.ts';
import { freePort } from '../../testing/servers/process.ts';
import { VictoriaMetrics, withVictoriaMetrics } from '../../testing/servers/victoria-metrics.ts';
import { openInfluxdb } from './open.ts';
import { influxdbSettings } from './settings.ts';

const log = pino({ level: 'silent' });
const DAY = dayOf(MARCH);
const TOKEN = 'a-token-nobody-may-read';

/** A store and the days behind its pages, as the engine would answer them. */
function house() {
  const views = temporaryFile('views.db');
  const writer = new StoreWriter(views);
  const days = new Map<string, DaySeries>();
  let position = 0;
  const ends: (() => unknown)[] = [() => writer.close()];
  onTestFinished(async () => {
    for (const end of ends.reverse()) await end();
  });
  const day = (outlet: string, number: number): DaySeries => {
    const key = `${outlet}/${number}`;
    const blank = () => new Float64Array(1440).fill(Number.NaN);
    if (!days.has(key)) {
      days.set(key, {
        site: 'demo wte,=',
        outlet,
        start: MARCH + (number - DAY) * 24 * HOUR_MS,
        factors: ['a21005', 'a21026'].map((factor) => ({ factor, measured: blank(), converted: blank() })),
        received: new Uint8Array(1440),
        stopped: new Uint8Array(1440),
        invalid: new Uint8Array(1440),
      });
    }
    return days.get(key)!;
  };
  return {
    day,
    /** minutes `[from, to)` with these values, and the page stored */
    report(outlet: string, number: number, from: number, to: number, value: (minute: number) => number) {
      const series = day(outlet, number);
      for (let m = from; m < to; m++) {
        series.received[m] = 1;
        for (const { measured, converted } of series.factors) {
          measured[m] = value(m);
          converted[m] = value(m) * 1.25;
        }
      }
      writer.commit({
        position: ++position,
        clock: MARCH,
        pages: [{ outlet, day: number, seq: position, bytes: new Uint8Array([1]) }],
      });
    },
    mark(outlet: string, start: number, end: number) {
      writer.commit({ position: ++position, clock: MARCH, marks: [sampleMark({ outlet, start, end })] });
    },
    tell(event: AlertEventKind, at: number, id: string) {
      writer.commit({ position: ++position, clock: MARCH, alerts: [sampleEvent(event, at, { id })] });
    },
    open(url: string, means = ['hour'], id = 'history') {
      process.env.INFLUX_TOKEN_OF_TEST = TOKEN;
      const settings = {
        id,
        kind: 'influxdb',
        url,
        org: 'eco',
        bucket: 'b',
        token: { env: 'INFLUX_TOKEN_OF_TEST' },
        means,
      };
      const output = openInfluxdb(influxdbSettings.parse({ ...settings, from: 'start' }), {
        views,
        data: path.join(path.dirname(views), 'outputs'),
        readDay: async (outlet, number) => days.get(`${outlet}/${number}`),
        log,
      });
      ends.push(() => output.close());
      return output;
    },
  };
}

describe.skipIf(!withVictoriaMetrics)('influxdb, against VictoriaMetrics (skipped where it is not installed)', () => {
  let server: VictoriaMetrics;

  beforeAll(async () => {
    server = await VictoriaMetrics.prepare();
    await server.start();
  });
  afterAll(() => server.remove());

  it('writes hour means that are the means of the minutes, and how many minutes they are of', async () => {
    const { report, open } = house();
    report('means', DAY, 0, 90, (m) => m);
    const output = open(server.url, ['minute', 'hour', 'day']);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0, done: 1 }));
    const of = async (name: string) => {
      const found = await server.export(`{__name__="${name}",outlet="means",factor="a21005"}`);
      return found.map(({ labels: { site }, samples }) => ({ site, samples: [...samples] }));
    };
    expect(await of('fluewatch_hour_measured')).toEqual([
      {
        site: 'demo wte,=',
        samples: [
          [MARCH, 29.5],
          [MARCH + HOUR_MS, 74.5],
        ],
      },
    ]);
    expect(await of('fluewatch_hour_converted')).toEqual([
      {
        site: 'demo wte,=',
        samples: [
          [MARCH, 36.875],
          [MARCH + HOUR_MS, 93.125],
        ],
      },
    ]);
    expect(await of('fluewatch_hour_minutes')).toEqual([
      {
        site: 'demo wte,=',
        samples: [
          [MARCH, 60],
          [MARCH + HOUR_MS, 30],
        ],
      },
    ]);
    expect(await of('fluewatch_day_measured')).toEqual([{ site: 'demo wte,=', samples: [[MARCH, 44.5]] }]);
    const [minutes] = await of('fluewatch_minute_measured');
    expect(minutes!.samples).toEqual(Array.from({ length: 90 }, (_, m) => [MARCH + m * MINUTE_MS, m]));
  });

  it('loses nothing and counts nothing twice while the server is stopped and started again', async () => {
    const { report, tell, open, day } = house();
    report('outage', DAY, 0, 60, () => 10);
    tell('raised', MARCH, 'before');
    const output = open(server.url, ['minute', 'hour']);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0 }));
    await server.stop();
    for (let hour = 1; hour < 24; hour++) {
      report('outage', DAY, hour * 60, hour * 60 + 60, (m) => m);
      tell('raised', MARCH + hour * HOUR_MS, `during-${hour}`);
    }
    report('outage', DAY + 1, 0, 200, (m) => m);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'waiting', waiting: 25 }));
    expect(JSON.stringify(output.status())).not.toContain(TOKEN);
    await server.start();
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0 }), 15_000);
    const minutes = await server.export('fluewatch_minute_measured{outlet="outage",factor="a21026"}');
    const expected = [DAY, DAY + 1].flatMap((number) => {
      const { start, factors } = day('outage', number);
      return [...factors[1]!.measured].flatMap((v, m) => (Number.isNaN(v) ? [] : [[start + m * MINUTE_MS, v]]));
    });
    expect([...minutes[0]!.samples].sort(([a], [b]) => a - b)).toEqual(expected);
    const alerts = await server.export('fluewatch_alert_count{event="raised",outlet="demo-wte-f1"}');
    const times = alerts.flatMap(({ samples }) => [...samples.keys()]).sort((a, b) => a - b);
    expect(times).toEqual(Array.from({ length: 24 }, (_, hour) => MARCH + hour * HOUR_MS));
  }, 40_000);

  it('writes the same once more without trace: an output that forgot its place', async () => {
    const { report, tell, open } = house();
    report('again', DAY, 0, 120, (m) => m);
    tell('raised', MARCH + 77, 'again');
    const first = open(server.url, ['hour'], 'one');
    await vi.waitFor(() => expect(first.status()).toMatchObject({ done: 2, waiting: 0 }));
    const before = await server.export('{outlet="again"}');
    const second = open(server.url, ['hour'], 'two');
    await vi.waitFor(() => expect(second.status()).toMatchObject({ done: 2, waiting: 0 }));
    expect(await server.export('{outlet="again"}')).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!withInfluxDb)('influxdb, against InfluxDB 1 (skipped where it is not installed)', () => {
  let server: InfluxDb;

  beforeAll(async () => {
    server = await InfluxDb.prepare();
    await server.start();
  });
  afterAll(() => server.remove());

  const values = async (influxql: string) => (await server.query(influxql)).flatMap((series) => series.values);

  it('late data and late marks take the place of what was written before', async () => {
    const { report, mark, day, open } = house();
    report('late', DAY, 0, 120, () => 10);
    const output = open(server.url, ['minute', 'hour']);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 0, done: 1 }));
    report('late', DAY, 30, 60, () => 4);
    day('late', DAY).stopped.fill(1, 50, 60);
    mark('late', MARCH + 50 * MINUTE_MS, MARCH + 60 * MINUTE_MS);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 0, done: 3 }));
    const of = (field: string, from: string) =>
      `SELECT ${field} FROM ${from} WHERE outlet = 'late' AND factor = 'a21005'`;
    expect(await values(of('measured', 'fluewatch_hour'))).toEqual([
      [MARCH, 7],
      [MARCH + HOUR_MS, 10],
    ]);
    expect(await values(of('count(measured)', 'fluewatch_minute'))).toEqual([[0, 120]]);
    expect(await values(of('sum(measured)', 'fluewatch_minute'))).toEqual([[0, 90 * 10 + 30 * 4]]);
    expect(await values(`SELECT stopped FROM fluewatch_state WHERE outlet = 'late'`)).toEqual([
      [MARCH, 10],
      [MARCH + HOUR_MS, 0],
    ]);
  });

  it('loses nothing and counts nothing twice while the server is killed and started again', async () => {
    const { report, tell, open, day } = house();
    const output = open(server.url, ['minute']);
    report('killed', DAY, 0, 60, (m) => m);
    tell('raised', MARCH, 'k-0');
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0, done: 2 }));
    await server.stop();
    report('killed', DAY, 60, 1440, (m) => m);
    for (let n = 1; n < 50; n++) tell('raised', MARCH, `k-${n}`);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'waiting', waiting: 50 }));
    await server.start();
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0 }), 15_000);
    const stored = await values(`SELECT measured FROM fluewatch_minute WHERE outlet = 'killed' AND factor = 'a21026'`);
    expect(stored.map(([, value]) => value)).toEqual([...day('killed', DAY).factors[1]!.measured]);
    // Fifty alerts of one rule and outlet, raised in one millisecond, of which none takes another's place.
    const ids = await values(`SELECT id FROM fluewatch_alert WHERE id =~ /^k-/`);
    expect(new Set(ids.map(([, id]) => id)).size).toBe(50);
    expect(ids).toHaveLength(50);
  }, 40_000);

  it('the dashboard asks for what is there', async () => {
    const { report, tell, open } = house();
    report('dashboard', DAY, 0, 1440, (m) => m);
    tell('raised', MARCH + 3 * HOUR_MS, 'dash');
    const output = open(server.url, ['hour', 'day']);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 0, done: 2 }));
    const file = path.join(import.meta.dirname, '../../../fixtures/grafana/fluewatch.json');
    const { panels, templating } = JSON.parse(readFileSync(file, 'utf8')) as {
      panels: { title: string; targets: { query: string }[] }[];
      templating: { list: { name: string; type: string; query: string }[] };
    };
    // As Grafana fills them in.
    const filled = (query: string) =>
      query
        .replaceAll('$timeFilter', `time >= ${MARCH - HOUR_MS}ms AND time <= ${MARCH + 30 * HOUR_MS}ms`)
        .replaceAll(/\$(site|outlet|factor)\b/g, '(.*)');
    for (const { name, type, query } of templating.list) {
      if (type === 'query') expect(await values(filled(query)), name).not.toEqual([]);
    }
    const empty: string[] = [];
    for (const { title, targets } of panels) {
      for (const { query } of targets) if ((await values(filled(query))).length === 0) empty.push(title);
    }
    expect(empty).toEqual([expect.stringContaining('Leads')]);
  });
});

describe('influxdb, against a server of ours that answers as InfluxDB does', () => {
  /** What was asked, and answers as told. */
  async function influx() {
    const asked: { url: string; authorization: string | undefined; lines: string[] }[] = [];
    let answer: (lines: string[]) => { status: number; body?: object; headers?: Record<string, string> } = () => ({
      status: 204,
    });
    const server = createServer(async (request, response) => {
      if (request.url === '/ping') return void response.writeHead(204).end();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const zipped = request.headers['content-encoding'] === 'gzip';
      const lines = (zipped ? gunzipSync(body) : body).toString().split('\n');
      asked.push({ url: request.url!, authorization: request.headers.authorization, lines });
      const { status, body: said, headers } = answer(lines);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(said && JSON.stringify(said));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    return {
      asked,
      url: `http://127.0.0.1:${port}`,
      answers(next: typeof answer) {
        answer = next;
      },
    };
  }

  it('writes in the line protocol, with the token and nanoseconds', async () => {
    const { asked, url } = await influx();
    const { report, tell, open } = house();
    report('f 1', DAY, 0, 1, () => 0.1);
    tell('raised', MARCH + 5, 'al-7');
    open(url);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(2));
    expect(asked[0]!.authorization).toBe(`Token ${TOKEN}`);
    expect(asked[0]!.url).toBe('/api/v2/write?org=eco&bucket=b&precision=ns');
    const lines = asked.flatMap((request) => request.lines);
    expect(lines).toContain(
      `fluewatch_alert,event=raised,factor=a21005,kind=exceedance,outlet=demo-wte-f1,rule=wte-daily-mean,severity=serious,site=demo-wte count=1i,end=${MARCH + 24 * HOUR_MS}i,id="al-7",limit=80,says="一氧化碳日均值 81.3 mg/m³,超过限值 80",start=${MARCH}i,value=81.3 ${MARCH + 5}000001`,
    );
    await vi.waitFor(() =>
      expect(asked.flatMap((request) => request.lines)).toContain(
        `fluewatch_hour,factor=a21005,outlet=f\\ 1,site=demo\\ wte\\,\\= converted=0.125,measured=0.1,minutes=1i ${MARCH}000000`,
      ),
    );
  });

  it('sends of a page that grew only what changed', async () => {
    const { asked, url } = await influx();
    const { report, open } = house();
    report('grows', DAY, 0, 600, () => 1);
    const output = open(url, ['minute']);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    asked.length = 0;
    report('grows', DAY, 600, 601, () => 1);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 2 }));
    const lines = asked.flatMap((request) => request.lines);
    expect(lines.filter((line) => line.startsWith('fluewatch_minute'))).toHaveLength(2);
  });

  it('writes how outlets stood, again where a mark comes late', async () => {
    const { asked, url } = await influx();
    const { report, mark, day, open } = house();
    report('f1', DAY, 0, 240, () => 1);
    const output = open(url);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 0, done: 1 }));
    asked.length = 0;
    day('f1', DAY).stopped.fill(1, 50, 130);
    mark('f1', MARCH + 50 * MINUTE_MS, MARCH + 130 * MINUTE_MS);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 0, done: 2 }));
    const states = asked.flatMap(({ lines }) => lines).filter((line) => line.startsWith('fluewatch_state'));
    const state = (hour: number, stopped: number) =>
      `fluewatch_state,outlet=f1,site=demo\\ wte\\,\\= invalid=0i,received=60i,stopped=${stopped}i ${MARCH + hour * HOUR_MS}000000`;
    expect(states).toEqual([state(0, 10), state(1, 60), state(2, 10)]);
  });

  it('keeps what is refused as a dead letter with the reason, and nothing else waits for it', async () => {
    const { asked, url, answers } = await influx();
    const { tell, open } = house();
    for (let n = 0; n < 5; n++) tell('raised', MARCH + n, `al-${n}`);
    answers((lines) =>
      lines.some((line) => line.includes('al-3'))
        ? { status: 422, body: { code: 'unprocessable entity', message: 'field type conflict' } }
        : { status: 204 },
    );
    const output = open(url);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', refused: 1, done: 4 }));
    expect(output.deadLetters(0, 9)).toMatchObject([
      { id: 'al-3.1', why: { en: expect.stringContaining('field type conflict') } },
    ]);
    answers(() => ({ status: 204 }));
    output.resend(output.deadLetters(0, 9)[0]!.n);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ refused: 0, done: 5 }));
    expect(asked.at(-1)!.lines.join()).toContain('al-3');
  });

  it('says that nobody is there, though there is nothing to send', async () => {
    const { open } = house();
    const output = open(`http://127.0.0.1:${await freePort()}`);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({
        state: 'waiting',
        says: { en: expect.stringContaining('ECONNREFUSED') },
      }),
    );
  });

  it('says how to mend a wrong token, and waits as long as it is told to', async () => {
    const { url, answers, asked } = await influx();
    const { tell, open } = house();
    answers(() => ({ status: 401, body: { code: 'unauthorized', message: 'unauthorized access' } }));
    tell('raised', MARCH, 'a');
    const output = open(url);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({ state: 'failed', says: { en: expect.stringContaining('token') } }),
    );
    expect(JSON.stringify(output.status())).not.toContain(TOKEN);
    answers(() => ({ status: 429, headers: { 'retry-after': '2' } }));
    const before = asked.length;
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'waiting' }), 5000);
    const told = Date.now();
    answers(() => ({ status: 204 }));
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 1 }), 10_000);
    expect(asked).toHaveLength(before + 2);
    expect(Date.now() - told).toBeGreaterThan(1500);
  }, 20_000);
});

it('never prints a token', () => {
  expect(JSON.stringify(new Secret(TOKEN))).not.toContain(TOKEN);
});
