import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import type { FastifyInstance } from 'fastify';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { MARCH, sampleEvent, sampleLead } from '../store/samples.ts';
import { ask, type Bench, bench, engine } from './testing.ts';

interface Told {
  id: number | null;
  event: string;
  data: { id?: string; event?: string };
}

/** A client as the HTML standard describes EventSource (§9.2.6), as far as it matters here. */
class Listener {
  readonly told: Told[] = [];
  readonly comments: string[] = [];
  retry = 0;
  lastId = '';
  ended = false;
  headers: IncomingMessage['headers'] = {};
  status = 0;
  #request: ClientRequest | undefined;
  #answer: IncomingMessage | undefined;
  #rest = '';

  async open(app: FastifyInstance, lastEventId?: string, query = ''): Promise<this> {
    const { port } = app.server.address() as AddressInfo;
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    this.#request = get({ host: '127.0.0.1', port, path: `/api/v1/stream${query}`, headers, agent: false });
    this.#request.on('error', () => {
      this.ended = true;
    });
    onTestFinished(() => this.close());
    const [answer] = (await once(this.#request, 'response')) as [IncomingMessage];
    this.#answer = answer;
    this.headers = answer.headers;
    this.status = answer.statusCode ?? 0;
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.#read(text));
    answer.on('close', () => {
      this.ended = true;
    });
    return this;
  }

  /** Stops and starts reading, so that what is sent fills up on the way. */
  set reading(on: boolean) {
    if (on) this.#answer?.resume();
    else this.#answer?.pause();
  }

  close(): void {
    this.#request?.destroy();
  }

  /** Without overviews, which come when they like. */
  get messages(): Told[] {
    return this.told.filter((t) => t.event !== 'overview');
  }

  #read(text: string): void {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop()!;
    for (const block of blocks) this.#block(block.split('\n'));
  }

  #block(lines: readonly string[]): void {
    const field = (name: string) => lines.find((l) => l.startsWith(`${name}: `))?.slice(name.length + 2);
    this.comments.push(...lines.filter((l) => l.startsWith(':')));
    const id = field('id');
    if (id !== undefined) this.lastId = id;
    this.retry = Number(field('retry') ?? this.retry);
    const data = field('data');
    if (data !== undefined) {
      this.told.push({ id: id === undefined ? null : Number(id), event: field('event')!, data: JSON.parse(data) });
    }
  }
}

async function listening(...given: Parameters<typeof bench>): Promise<Bench> {
  const made = await bench(...given);
  await made.app.listen({ host: '127.0.0.1', port: 0 });
  return made;
}

const until = (said: () => unknown) =>
  vi.waitFor(async () => expect(await said()).toBeTruthy(), { timeout: 20_000, interval: 5 });
const raised = (n: number) => Array.from({ length: n }, (_, i) => sampleEvent('raised', MARCH, { id: `al-${i}` }));
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);
const ids = ({ messages }: Listener) => messages.map((m) => m.id);

describe('the live stream', () => {
  test('speaks at once, then tells what is committed', async () => {
    const { app, commit } = await listening();
    commit({ alerts: raised(2) });
    const client = await new Listener().open(app);
    expect(client.status).toBe(200);
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    await until(() => client.comments.length > 0);
    expect([client.retry, client.lastId]).toEqual([3000, '2']);
    commit({
      alerts: [sampleEvent('withdrawn', MARCH, { state: 'withdrawn' })],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
    });
    await until(() => client.messages.length === 2);
    expect(client.messages).toEqual([
      { id: 3, event: 'alert', data: { id: 'al-1', event: 'withdrawn', severity: 'serious', site: 'demo-wte' } },
      { id: 4, event: 'lead', data: { id: 'ld-1', state: 'new', site: 'demo-wte' } },
    ]);
  });

  test('says the overview when it opens and after news, without a number', async () => {
    const { app, commit } = await listening({ stream: { overviewMs: 1 } });
    const client = await new Listener().open(app);
    await until(() => client.told.length > 0);
    commit({ alerts: raised(1) });
    await until(() => client.told.some((t) => (t.data as { open?: { serious: number } }).open?.serious === 1));
    expect(client.told.find((t) => t.event === 'overview')).toMatchObject({
      id: null,
      data: { readingsPerSecond: 12.5 },
    });
  });

  test('goes on while the engine cannot answer', async () => {
    const status = () => Promise.reject(new Error('not yet'));
    const { app, commit } = await listening({ stream: { overviewMs: 1 } }, { engine: { ...engine, status } });
    const client = await new Listener().open(app);
    commit({ alerts: raised(1) });
    await until(() => client.messages.length === 1);
    expect(client.told.filter((t) => t.event === 'overview')).toEqual([]);
  });

  test('beats while nothing happens, and finds what nobody notified of', async () => {
    const { app, writer } = await listening({ stream: { heartbeatMs: 10 } });
    const client = await new Listener().open(app);
    await until(() => client.comments.filter((c) => c === ': heartbeat').length >= 2);
    writer.commit({ position: 1, clock: MARCH, alerts: raised(1) });
    await until(() => ids(client).length === 1);
  });

  test('a client that comes back misses nothing and hears nothing twice', async () => {
    const { app, commit } = await listening();
    let last = 0;
    const say = (n: number) => {
      commit({ alerts: raised(n) });
      last += n;
    };
    const heard: (number | null)[] = [];
    let after = '0';
    for (let round = 0; round < 9; round++) {
      say(700);
      const client = await new Listener().open(app, after);
      say(300);
      // It is cut off having heard all, a part, or as soon as it was open.
      if (round % 3 === 0) await until(() => client.lastId === String(last));
      if (round % 3 === 1) await until(() => client.messages.length > 0);
      client.close();
      await until(() => client.ended);
      heard.push(...ids(client));
      if (client.lastId !== '') after = client.lastId;
    }
    const client = await new Listener().open(app, undefined, `?lastEventId=${after}`);
    await until(() => client.lastId === String(last));
    expect([...heard, ...ids(client)]).toEqual(upTo(last));
  });

  test.each(['999', '-1', 'abc', '99999999999999999999'])('a number that nobody gave (%s): load anew', async (id) => {
    const { app, commit } = await listening();
    commit({ alerts: raised(3) });
    const client = await new Listener().open(app, id);
    await until(() => client.messages.length === 1);
    commit({ alerts: raised(1) });
    await until(() => client.messages.length === 2);
    expect(client.messages).toMatchObject([
      { id: null, event: 'resync' },
      { id: 4, event: 'alert' },
    ]);
  });

  test('older than what is kept: load anew', async () => {
    const { app, commit, path } = await listening();
    commit({ alerts: raised(20) });
    const db = new DatabaseSync(path);
    db.exec('delete from outbox where id <= 10');
    db.close();
    const [lost, kept] = await Promise.all([new Listener().open(app, '9'), new Listener().open(app, '10')]);
    await until(() => lost.messages.length === 1 && kept.messages.length === 10);
    expect([lost.messages[0]?.event, lost.lastId]).toEqual(['resync', '20']);
    expect(ids(kept)).toEqual(upTo(20, 11));
  });

  test('two hundred clients hear a burst whole and in order, and the store is asked once for all', async () => {
    const { app, commit, views } = await listening();
    const clients = await Promise.all(Array.from({ length: 200 }, () => new Listener().open(app)));
    await until(() => clients.every((c) => c.lastId === '0'));
    const asked = vi.spyOn(views, 'outbox');
    commit({ alerts: raised(100) });
    await until(() => clients.every((c) => c.messages.length === 100));
    for (const client of clients) expect(ids(client)).toEqual(upTo(100));
    expect(asked.mock.calls.length).toBeLessThan(5);
    expect((await ask(app, '/metrics')).body).toContain('fluewatch_sse_clients 200\n');
  });

  test('a client that reads slowly is told everything at its own pace, and holds nobody up', async () => {
    const { app, commit } = await listening({ stream: { bufferBytes: 1000 } });
    const slow = await new Listener().open(app, '0');
    const quick = await new Listener().open(app, '0');
    slow.reading = false;
    for (let i = 0; i < 6; i++) commit({ alerts: raised(10_000) });
    await until(() => quick.lastId === '60000');
    expect(slow.messages.length).toBeLessThan(60_000);
    slow.reading = true;
    await until(() => slow.lastId === '60000');
    expect(ids(slow)).toEqual(upTo(60_000));
    expect(ids(quick)).toEqual(upTo(60_000));
  });

  test('a client that does not read at all is dropped with a resync, and can come back', async () => {
    const { app, commit } = await listening({ stream: { bufferBytes: 1000, stallMs: 50 } });
    const stuck = await new Listener().open(app, '0');
    stuck.reading = false;
    for (let i = 0; i < 6; i++) commit({ alerts: raised(10_000) });
    await until(async () => ((await ask(app, '/metrics')).body as string).includes('fluewatch_sse_clients 0\n'));
    stuck.reading = true;
    await until(() => stuck.ended);
    const seen = stuck.messages.filter((m) => m.event === 'alert');
    expect(stuck.messages.at(-1)?.event).toBe('resync');
    const again = await new Listener().open(app, stuck.lastId);
    await until(() => again.lastId === '60000');
    expect([...seen.map((m) => m.id), ...ids(again)]).toEqual(upTo(60_000));
  });

  test('one client too many is asked to come later', async () => {
    const { app } = await listening({ stream: { clients: 1 } });
    const first = await new Listener().open(app);
    expect(await ask(app, '/api/v1/stream')).toMatchObject({ status: 429, headers: { 'retry-after': '10' } });
    first.close();
    await until(async () => (await new Listener().open(app)).status === 200);
  });

  test('ends with the server', async () => {
    const { app } = await listening();
    const client = await new Listener().open(app);
    await app.close();
    await until(() => client.ended);
  });
});
