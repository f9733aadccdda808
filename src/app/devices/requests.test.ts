import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS, parseTime } from '../../model/beijing.ts';
import type { RequestView } from '../../model/views/devices.ts';
import type { Page } from '../../model/views/page.ts';
import type { SeriesView } from '../../model/views/series.ts';
import { Logger } from '../../simulator/logger/logger.ts';
import { PLANT_WEEK } from '../../testing/plant-week.ts';
import { type ServerProcess, startServer, stopServer } from '../../testing/server-process.ts';

const SOON = { timeout: 30_000 };
const MN = '88888880000101';
const START = parseTime('2026-03-02 08:00');

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-requests-'));
const start = () =>
  startServer(['--data', path.join(folder, 'data'), '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);
let server: ServerProcess;

beforeAll(async () => {
  server = await start();
}, 60_000);
afterAll(async () => {
  await stopServer(server, 'SIGTERM');
  rmSync(folder, { recursive: true });
});

const api = (of: string) => `${server.http}/api/v1${of}`;
const read = async <T>(of: string) => (await (await fetch(api(of))).json()) as T;
const requestsOf = async (mn: string) => (await read<Page<RequestView>>(`/devices/${mn}/requests`)).items;
const ask = (mn: string, body: object) =>
  fetch(api(`/devices/${mn}/requests`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'Li', reason: 'a gap', ...body }),
  });

/** A simulated logger on a real connection: it keeps what it has and answers what it is asked. */
class Device {
  readonly logger = new Logger({ mn: MN, edition: 2017, medium: 'flue-gas' });
  readonly heard: string[] = [];
  #socket: Socket | undefined;

  /** Minutes that it keeps, whether or not the server gets them now. */
  keep(from: number, to: number): void {
    for (let minute = from; minute < to; minute++) {
      const at = START + minute * MINUTE_MS;
      const cells = [{ factor: 'a21026', values: [['avg', `${minute}.5`]] as const, flag: 'N' }];
      this.logger.report({ outlet: 'week-f1', grain: 'minute', at, due: at + MINUTE_MS, cells }, at + MINUTE_MS);
    }
  }

  open(): void {
    this.#socket = connect(server.tcp, '127.0.0.1');
    this.#socket.on('data', (chunk) => {
      this.heard.push(chunk.toString('latin1'));
      this.logger.receive(chunk);
      this.flush();
    });
    this.logger.attach();
  }

  flush(): void {
    for (const bytes of this.logger.take(Date.now())) this.#socket!.write(bytes);
  }

  close(): void {
    this.#socket?.destroy();
  }
}

describe('requests to a device', () => {
  const device = new Device();
  afterAll(() => device.close());

  it('history fills a gap: asked by a person, answered by the device, told with its end', async () => {
    // Ten minutes are lost on the way: the device takes them as answered, the server never saw them.
    device.logger.attach();
    device.keep(10, 20);
    device.logger.take(0);
    device.logger.answerAll();
    device.open();
    device.keep(0, 10);
    device.keep(20, 30);
    device.flush();
    const missing = async () => {
      const query = new URLSearchParams({
        outlet: 'week-f1',
        factor: 'a21026',
        from: '2026-03-02 08:00',
        to: '2026-03-02 08:30',
        basis: 'measured',
      });
      const { n } = await read<SeriesView>(`/series?${query}`);
      return n.filter((count) => count === 0).length;
    };
    await expect.poll(missing, SOON).toBe(10);
    const answer = await ask(MN, {
      ask: { kind: 'history', grain: 'minute', from: '2026-03-02 08:10', to: '2026-03-02 08:20' },
    });
    expect(answer.status).toBe(201);
    await expect
      .poll(async () => (await requestsOf(MN))[0], SOON)
      .toMatchObject({ state: 'done', frames: 10, tries: 1, by: 'Li', reason: 'a gap', says: null });
    await expect.poll(missing, SOON).toBe(0);
  }, 60_000);

  it('what the device has not is said to be so', async () => {
    await ask(MN, { ask: { kind: 'history', grain: 'hour', from: '2026-02-01 00:00', to: '2026-02-01 05:00' } });
    await expect
      .poll(async () => (await requestsOf(MN))[0], SOON)
      .toMatchObject({ state: 'failed', says: { en: 'no data' } });
  }, 60_000);

  it('a command that it does not know is refused; its clock is told', async () => {
    await ask(MN, { ask: { kind: 'identity', factor: 'a21026' } });
    await ask(MN, { ask: { kind: 'clock' } });
    await expect
      .poll(async () => (await requestsOf(MN)).slice(0, 2).map(({ state }) => state), SOON)
      .toEqual(['done', 'refused']);
    expect((await requestsOf(MN))[0]!.replies).toEqual([expect.stringMatching(/^SystemTime=\d{14}$/)]);
  }, 60_000);

  it('carry the password that the device itself uses; nobody else gets to see it', async () => {
    expect(device.heard.join('')).toContain('CN=2051;PW=123456');
    for (const of of [`/devices/${MN}/requests`, '/devices'])
      expect(await (await fetch(api(of))).text()).not.toContain('123456');
  });

  it.each([
    [
      'a span that ends before it begins',
      { kind: 'history', grain: 'minute', from: '2026-03-02', to: '2026-03-01' },
      422,
    ],
    ['an interval that the standard does not know', { kind: 'set-interval', of: 'minute', every: 7 }, 422],
    ['something else', { kind: 'reboot' }, 422],
  ])('are refused: %s', async (_, wrong, status) => {
    expect((await ask(MN, { ask: wrong })).status).toBe(status);
  });

  it('to a device that nobody knows lead nowhere', async () => {
    expect((await ask('00000000000000', { ask: { kind: 'clock' } })).status).toBe(404);
  });

  it('wait for a device that is away, and survive the end of the process as open no longer', async () => {
    device.close();
    await ask('88888880000102', { ask: { kind: 'clock' } });
    expect((await requestsOf('88888880000102'))[0]).toMatchObject({ state: 'waiting', endedAt: null });
    await stopServer(server, 'SIGKILL');
    server = await start();
    await expect
      .poll(async () => (await requestsOf('88888880000102'))[0], SOON)
      .toMatchObject({ state: 'unanswered', says: { en: expect.stringContaining('started anew') } });
    expect(await requestsOf(MN)).toHaveLength(4);
  }, 60_000);
});
