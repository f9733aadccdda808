import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import pino from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { selfSigned } from '../../../testing/servers/certificate.ts';
import { mosquitto, withMosquitto } from '../../../testing/servers/mosquitto.ts';
import type { OtherServer } from '../../../testing/servers/process.ts';
import { TrialDoor } from '../../../testing/trial-door.ts';
import { MqttInput } from './input.ts';
import { mqttInputSchema } from './settings.ts';

async function broker(extra?: Parameters<typeof mosquitto>[0]): Promise<OtherServer> {
  const server = await mosquitto(extra);
  onTestFinished(() => server.remove());
  return server;
}

function input(server: OtherServer, door: TrialDoor, more: object = {}): MqttInput {
  const settings = mqttInputSchema.parse({
    id: 'gateway',
    kind: 'mqtt',
    url: `mqtt://127.0.0.1:${server.port}`,
    subscribe: [{ filter: 'plant/+/data', mapping: 'vendor' }],
    ...more,
  });
  const opened = new MqttInput(settings, door, pino({ level: 'silent' }));
  onTestFinished(() => opened.close());
  return opened;
}

async function publisher(server: OtherServer, options: mqtt.IClientOptions = {}): Promise<MqttClient> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, { reconnectPeriod: 100, ...options });
  client.on('error', () => {});
  onTestFinished(() => client.endAsync(true));
  return client;
}

const state = (opened: MqttInput) => expect.poll(() => opened.status().state);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);
const publish = (client: MqttClient, texts: readonly string[], topic = 'plant/a/data') =>
  Promise.all(texts.map((text) => client.publishAsync(topic, text, { qos: 1 })));

describe.skipIf(!withMosquitto)('MQTT in, with a real Mosquitto (skipped where mosquitto is not installed)', () => {
  it.each([
    5,
    '3.1.1',
  ])('takes what is published, in order, by the mapping of its topic (version %s)', async (version) => {
    const server = await broker();
    await server.start();
    const door = new TrialDoor();
    const opened = input(server, door, {
      version,
      subscribe: [
        { filter: 'plant/+/data', mapping: 'vendor' },
        { filter: '$share/fluewatch/frames/#', mapping: 'hj212' },
      ],
    });
    await state(opened).toBe('open');
    const client = await publisher(server);
    await publish(client, numbers(0, 1000));
    await publish(client, ['frame'], 'frames/1');
    await expect.poll(() => door.kept.length).toBe(1001);
    expect(door.texts('vendor')).toEqual(numbers(0, 1000));
    expect(door.texts('hj212')).toEqual(['frame']);
    expect(door.kept[0]).toMatchObject({ peer: 'mqtt gateway', subject: 'plant/a/data' });
    await expect.poll(() => opened.status()).toMatchObject({ done: 1001, refused: 0, says: null });
  });

  it('thanks for nothing that the journal refuses: the broker keeps it, and sends no more than fits', async () => {
    const logged = (folder: string) => ['log_type all', `log_dest file ${path.join(folder, 'log')}`];
    const server = await broker((folder) => ['allow_anonymous true', 'max_inflight_messages 0', ...logged(folder)]);
    await server.start();
    const said = (what: string) =>
      readFileSync(path.join(server.folder, 'log'), 'utf8').split(`${what} fluewatch-gateway (`).length - 1;
    const door = new TrialDoor();
    const opened = input(server, door);
    await state(opened).toBe('open');
    door.refuse('DISK: no space left');
    const client = await publisher(server);
    await publish(client, numbers(0, 3000));
    await state(opened).toBe('held');
    expect(opened.status().says!.en).toContain('no space left');
    expect(said('Sending PUBLISH to')).toBe(100);
    expect(said('Received PUBACK from')).toBe(0);
    expect(door.kept).toEqual([]);
    door.refuse(null);
    await expect.poll(() => door.texts().length).toBe(3000);
    expect(new Set(door.texts())).toEqual(new Set(numbers(0, 3000)));
    await state(opened).toBe('open');
    await expect.poll(() => said('Received PUBACK from')).toBe(3000);
  });

  it('loses nothing when the broker is killed in the middle, again and again', async () => {
    const server = await broker();
    await server.start();
    const door = new TrialDoor(2);
    const opened = input(server, door);
    await state(opened).toBe('open');
    const client = await publisher(server);
    const thanked: string[] = [];
    for (let life = 0; life < 3; life++) {
      const sent = numbers(life * 2000, (life + 1) * 2000).map((text) =>
        client.publishAsync('plant/a/data', text, { qos: 1 }).then(() => thanked.push(text)),
      );
      await expect.poll(() => door.kept.length).toBeGreaterThan(life * 2000 + 200);
      await server.stop('SIGTERM');
      await state(opened).toBe('waiting');
      await server.start();
      await state(opened).toBe('open');
      await Promise.all(sent);
    }
    await expect.poll(() => new Set(door.texts()).size).toBe(6000);
    expect(thanked).toHaveLength(6000);
  });

  it('waits for a broker that is absent at the start', async () => {
    const server = await broker();
    const door = new TrialDoor();
    const opened = input(server, door);
    await state(opened).toBe('waiting');
    expect(opened.status().says!.en).toContain('ECONNREFUSED');
    await server.start();
    await state(opened).toBe('open');
  });

  it('subscribes anew at a broker that was killed with -9 and forgot it', async () => {
    const server = await broker();
    await server.start();
    const door = new TrialDoor();
    const opened = input(server, door);
    await state(opened).toBe('open');
    await server.stop('SIGKILL');
    await state(opened).toBe('waiting');
    await server.start();
    await state(opened).toBe('open');
    await publish(await publisher(server), ['again']);
    await expect.poll(() => door.texts()).toEqual(['again']);
  });

  it('speaks TLS with a client certificate, and says what is wrong with one that it does not trust', async () => {
    const server = await broker((folder) => {
      const { cert, key } = selfSigned(folder);
      return [
        `cafile ${cert}`,
        `certfile ${cert}`,
        `keyfile ${key}`,
        'require_certificate true',
        'use_identity_as_username true',
      ];
    });
    const at = (name: string) => path.join(server.folder, name);
    await server.start();
    const url = `mqtts://127.0.0.1:${server.port}`;
    const stranger = input(server, new TrialDoor(), { url, clientId: 'stranger' });
    await state(stranger).toBe('failed');
    expect(stranger.status().says!.en).toContain('check tls.ca');
    const tls = { ca: at('cert.pem'), cert: at('cert.pem'), key: at('key.pem') };
    await state(input(server, new TrialDoor(), { url, tls })).toBe('open');
    const nowhere = input(server, new TrialDoor(), { url, tls: { ca: at('no.pem') }, clientId: 'nowhere' });
    await state(nowhere).toBe('failed');
    expect(nowhere.status().says!.en).toContain('no.pem');
  });

  it('takes what was published while it was away', async () => {
    const server = await broker();
    await server.start();
    const first = input(server, new TrialDoor());
    await state(first).toBe('open');
    await first.close();
    expect(first.status().state).toBe('closed');
    const client = await publisher(server);
    await publish(client, numbers(0, 2500));
    const door = new TrialDoor();
    input(server, door);
    await expect.poll(() => door.texts()).toEqual(numbers(0, 2500));
  });

  it('closes while the journal refuses, and leaves to the broker what it did not take', async () => {
    const server = await broker();
    await server.start();
    const refusing = new TrialDoor();
    const first = input(server, refusing);
    await state(first).toBe('open');
    refusing.refuse('BUSY');
    const client = await publisher(server);
    await publish(client, numbers(0, 50));
    await state(first).toBe('held');
    await first.close();
    const door = new TrialDoor();
    input(server, door);
    await expect.poll(() => door.texts()).toEqual(numbers(0, 50));
  });

  it('says how to mend a wrong password, and connects when that is mended', async () => {
    const server = await broker((folder) => [`password_file ${path.join(folder, 'passwords')}`]);
    const setPassword = (password: string) =>
      execFileSync('mosquitto_passwd', ['-b', '-c', path.join(server.folder, 'passwords'), 'plant', password]);
    setPassword('right');
    await server.start();
    vi.stubEnv('TRIAL_PASSWORD', 'a-guess');
    const opened = input(server, new TrialDoor(), { username: 'plant', password: { env: 'TRIAL_PASSWORD' } });
    await state(opened).toBe('failed');
    expect(opened.status().says!.en).toContain('check username');
    expect(JSON.stringify(opened.status())).not.toContain('a-guess');
    await server.stop();
    setPassword('a-guess');
    await server.start();
    await state(opened).toBe('open');
  });

  it('lives through a payload of 100 MB', async () => {
    const server = await broker();
    await server.start();
    const door = new TrialDoor();
    const opened = input(server, door);
    await state(opened).toBe('open');
    const client = await publisher(server);
    await client.publishAsync('plant/a/data', Buffer.alloc(100 * 1024 * 1024, 0x20), { qos: 1 });
    await publish(client, ['after']);
    await expect.poll(() => door.kept.map(({ bytes }) => bytes.length)).toEqual([100 * 1024 * 1024, 5]);
    expect(opened.status().state).toBe('open');
  });

  it('takes what no configured subscription asks for as refused, under no mapping', async () => {
    const server = await broker();
    await server.start();
    const first = input(server, new TrialDoor());
    await state(first).toBe('open');
    await first.close();
    const client = await publisher(server);
    await publish(client, ['old']);
    const door = new TrialDoor();
    input(server, door, { subscribe: [{ filter: 'elsewhere', mapping: 'vendor' }] });
    await expect.poll(() => door.kept.map(({ mapping }) => mapping)).toEqual(['']);
  });
});
