import { once } from 'node:events';
import { createServer } from 'node:net';
import mqtt from 'mqtt';
import pino from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../testing/servers/process.ts';
import { TrialDoor } from '../../../testing/trial-door.ts';
import { MqttBrokerInput } from './input.ts';
import { mqttBrokerSchema } from './settings.ts';

function input(port: number, door: TrialDoor, more: object = {}): MqttBrokerInput {
  const subscribe = [{ filter: 'plant/#', mapping: 'vendor' }];
  const settings = mqttBrokerSchema.parse({
    id: 'trial',
    kind: 'mqtt-broker',
    listen: `127.0.0.1:${port}`,
    subscribe,
    ...more,
  });
  const opened = new MqttBrokerInput(settings, door, pino({ level: 'silent' }));
  onTestFinished(() => opened.close());
  return opened;
}

async function client(port: number, options: mqtt.IClientOptions = {}) {
  const opened = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options }, false);
  opened.on('error', () => {});
  onTestFinished(() => opened.endAsync(true));
  return opened;
}

it('acknowledges what is durable, and passes on what others subscribe', async () => {
  const port = await freePort();
  const door = new TrialDoor();
  const opened = input(port, door);
  await expect.poll(() => opened.status().state).toBe('open');
  const gateway = await client(port);
  const heard: string[] = [];
  gateway.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await gateway.subscribeAsync('fluewatch/#', { qos: 1 });
  door.refuse('DISK');
  let thanked = false;
  const sent = gateway.publishAsync('plant/a', 'one', { qos: 1 }).then(() => {
    thanked = true;
  });
  await expect.poll(() => opened.status().state).toBe('held');
  expect(thanked).toBe(false);
  door.refuse(null);
  await sent;
  await gateway.publishAsync('fluewatch/x/alerts', 'told', { qos: 1 });
  await expect.poll(() => heard).toEqual(['fluewatch/x/alerts told']);
  expect(door.texts('vendor')).toEqual(['one']);
  expect(door.kept[0]).toMatchObject({ peer: 'mqtt trial', subject: 'plant/a' });
});

it('lets in who knows the password', async () => {
  vi.stubEnv('TRIAL_PASSWORD', 'right');
  const port = await freePort();
  const opened = input(port, new TrialDoor(), { username: 'plant', password: { env: 'TRIAL_PASSWORD' } });
  await expect.poll(() => opened.status().state).toBe('open');
  await client(port, { username: 'plant', password: 'right' });
  await expect(client(port, { username: 'plant', password: 'wrong' })).rejects.toMatchObject({ code: 5 });
  await expect(client(port)).rejects.toMatchObject({ code: 5 });
});

it('waits for its port, and says that it is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const opened = input(port, new TrialDoor());
  await expect.poll(() => opened.status().state).toBe('failed');
  expect(opened.status().says!.en).toContain('EADDRINUSE');
  other.close();
  await expect.poll(() => opened.status().state).toBe('open');
});

it('is not opened to the world without a password', () => {
  const settings = { id: 'trial', kind: 'mqtt-broker', subscribe: [{ filter: '#', mapping: 'vendor' }] };
  expect(mqttBrokerSchema.safeParse({ ...settings, listen: '0.0.0.0:1883' }).success).toBe(false);
  expect(mqttBrokerSchema.safeParse(settings).success).toBe(true);
});
