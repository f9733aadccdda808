import { writeFileSync } from 'node:fs';
import mqtt from 'mqtt';
import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Output } from '../../model/connection.ts';
import { mosquitto, withMosquitto } from '../../testing/servers/mosquitto.ts';
import type { OtherServer } from '../../testing/servers/process.ts';
import { told } from '../../testing/told.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { openMqttOutput } from './open.ts';
import { mqttOutputSchema } from './settings.ts';

async function broker(extra?: Parameters<typeof mosquitto>[0]): Promise<OtherServer> {
  const server = await mosquitto(extra);
  onTestFinished(() => server.remove());
  return server;
}

function output(server: OtherServer, ground: ReturnType<typeof told>['ground'], more: object = {}): Output {
  const url = `mqtt://127.0.0.1:${server.port}`;
  const settings = mqttOutputSchema.parse({ id: 'out', kind: 'mqtt', url, from: 'start', ...more });
  const opened = openMqttOutput(settings, { ...ground, log: pino({ level: 'silent' }) });
  onTestFinished(() => opened.close());
  return opened;
}

/** Someone at the far end who hears everything, even what was published while he was away. */
async function listener(server: OtherServer) {
  const heard: { topic: string; event: CloudEvent; type: string | undefined }[] = [];
  const options = { clientId: 'far-end', clean: false, reconnectPeriod: 50, protocolVersion: 5 } as const;
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, {
    ...options,
    properties: { sessionExpiryInterval: 1000 },
  });
  client.on('error', () => {});
  client.on('message', (topic, payload, packet) => {
    heard.push({ topic, event: JSON.parse(payload.toString()), type: packet.properties?.contentType });
  });
  await client.subscribeAsync('fluewatch/#', { qos: 1 });
  onTestFinished(() => client.endAsync(true));
  return heard;
}

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `al-${from + i}`);

describe.skipIf(!withMosquitto)('MQTT out, with a real Mosquitto (skipped where mosquitto is not installed)', () => {
  it('publishes CloudEvents to the topic of the site', async () => {
    const server = await broker();
    await server.start();
    const heard = await listener(server);
    const { ground, raise, withdraw, lead } = told();
    raise(['al-7']);
    withdraw('al-7');
    lead('ld-1', null);
    lead('ld-1', 'new');
    raise(['al-8'], 'a/b+c#');
    const opened = output(server, ground, { source: 'https://watch.example/fluewatch' });
    await expect.poll(() => heard.length).toBe(5);
    expect(heard.map(({ topic, event }) => [topic, event.type, event.id])).toEqual([
      ['fluewatch/demo-wte/alerts', 'fluewatch.alert.raised', 'al-7.1'],
      ['fluewatch/demo-wte/alerts', 'fluewatch.alert.withdrawn', 'al-7.2'],
      ['fluewatch/demo-wte/leads', 'fluewatch.lead.opened', 'ld-1.1'],
      ['fluewatch/demo-wte/leads', 'fluewatch.lead.moved', 'ld-1.2'],
      ['fluewatch/a_b_c_/alerts', 'fluewatch.alert.raised', 'al-8.1'],
    ]);
    // The attributes that CloudEvents 1.0 asks for, and the alert as the contract writes it.
    expect(heard[0]).toMatchObject({
      type: 'application/cloudevents+json; charset=UTF-8',
      event: {
        specversion: '1.0',
        source: 'https://watch.example/fluewatch',
        subject: 'al-7',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00$/),
        datacontenttype: 'application/json',
        partitionkey: 'demo-wte',
        data: { v: 1, id: 'al-7', site: 'demo-wte', start: expect.stringMatching(/\+08:00$/), limit: 80 },
      },
    });
    expect(heard[3]!.event.data).toMatchObject({ id: 'ld-1', state: 'assigned', move: { from: 'new', by: 'li' } });
    await expect.poll(() => opened.status()).toMatchObject({ state: 'open', done: 5, waiting: 0, refused: 0 });
  });

  it('waits for a broker that is absent or restarted, loses nothing and tells nothing twice under two ids', async () => {
    const server = await broker();
    const { ground, raise } = told();
    const opened = output(server, ground);
    await expect.poll(() => opened.status().state).toBe('waiting');
    raise(numbered(0, 200));
    await server.start();
    const heard = await listener(server);
    raise(numbered(200, 400));
    await expect.poll(() => opened.status().done).toBeGreaterThan(0);
    await server.stop('SIGTERM');
    raise(numbered(400, 600));
    await expect.poll(() => opened.status().state).toBe('waiting');
    await server.start();
    await expect.poll(() => opened.status()).toMatchObject({ state: 'open', waiting: 0 });
    await expect.poll(() => heard.some(({ event }) => event.id === 'al-599.1')).toBe(true);
    const ids = new Set(heard.map(({ event }) => event.id));
    for (const id of numbered(400, 600)) expect(ids).toContain(`${id}.1`);
    for (const { event } of heard) expect(event.id).toBe(`${event.subject}.1`);
  });

  it('goes on from its place after a restart of ours', async () => {
    const server = await broker();
    await server.start();
    const heard = await listener(server);
    const { ground, raise } = told();
    raise(['al-1']);
    const first = output(server, ground);
    await expect.poll(() => heard.length).toBe(1);
    await first.close();
    raise(['al-2']);
    output(server, ground);
    await expect.poll(() => heard.map(({ event }) => event.id)).toEqual(['al-1.1', 'al-2.1']);
  });

  it('keeps as a dead letter what the broker says is too large, and says what a broker refuses', async () => {
    const server = await broker((folder) => [
      `max_packet_size ${20_000}`,
      'allow_anonymous true',
      `acl_file ${folder}/acl`,
    ]);
    const { ground, raise, lead } = told();
    lead('ld-1', null, 'x'.repeat(30_000));
    raise(['al-1']);
    writeFileSync(`${server.folder}/acl`, 'topic readwrite #\n');
    await server.start();
    const heard = await listener(server);
    const opened = output(server, ground);
    await expect.poll(() => heard.map(({ event }) => event.id)).toEqual(['al-1.1']);
    await expect.poll(() => opened.status()).toMatchObject({ state: 'open', done: 1, refused: 1, waiting: 0 });
    writeFileSync(`${server.folder}/acl`, 'topic read #\n');
    await server.stop();
    await server.start();
    raise(['al-2']);
    await expect.poll(() => opened.status().state).toBe('failed');
    expect(opened.status().says!.en).toContain('not authorised');
  });
});
