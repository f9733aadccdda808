import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import mqtt from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import type { AlertView } from '../model/views/alerts.ts';
import type { Page } from '../model/views/page.ts';
import type { CloudEvent } from '../sinks/cloud-event.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type ServerProcess, startServer, stopServer } from '../testing/server-process.ts';
import { kafka, withKafka } from '../testing/servers/kafka.ts';
import { mosquitto, withMosquitto } from '../testing/servers/mosquitto.ts';
import { seeded } from '../testing/storm.ts';
import { alertsOfWeek, enterMarks, expectedOfWeek, weekAndMore } from '../testing/week-server.ts';

/** What stands between us and the world: where frames are put in, and where alerts come out. */
interface Outside {
  connections: string;
  put(payload: string): Promise<unknown>;
  heard: CloudEvent[];
}

const PER_MESSAGE = 50;

/** The week's frames, many to a message; one message in twenty is delivered twice. */
function messages(random: () => number): string[] {
  const frames = weekAndMore();
  const payloads = Array.from({ length: Math.ceil(frames.length / PER_MESSAGE) }, (_, i) =>
    frames.slice(i * PER_MESSAGE, (i + 1) * PER_MESSAGE).join(''),
  );
  return payloads.flatMap((payload) => (random() < 0.05 ? [payload, payload] : [payload]));
}

async function survives(outside: Outside, kills: number): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-brokers-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  writeFileSync(path.join(data, 'connections.yaml'), outside.connections);
  const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);
  const random = seeded(5);
  const payloads = messages(random);
  let server = await start();
  onTestFinished(() => void server.process.kill('SIGKILL'));
  await enterMarks(server.http);
  const share = Math.ceil(payloads.length / (kills + 1));
  for (let life = 0; life <= kills; life++) {
    const sent = Promise.all(payloads.slice(life * share, (life + 1) * share).map((payload) => outside.put(payload)));
    if (life === kills) await sent;
    else {
      await taken(server, 1 + Math.floor((random() * share) / 2));
      await stopAtOnce(server);
      await sent;
      server = await start();
    }
  }
  await expect.poll(() => alertsOfWeek(server.http), { timeout: 90_000, interval: 300 }).toEqual(expectedOfWeek());
  // What the far end heard, each event once, ends where the API stands.
  const answer = await fetch(`${server.http}/api/v1/alerts?limit=500&sort=-start`);
  const { items } = (await answer.json()) as Page<AlertView>;
  const standing = Object.fromEntries(items.map((alert) => [alert.id, said(alert)]));
  await expect.poll(() => lastSaid(outside.heard), { timeout: 60_000 }).toMatchObject(standing);
  await stopServer(server, 'SIGTERM');
  expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
}

const said = ({ state, value, end, count }: AlertView) => ({ state, value, end, count });

/** By alert, what its last event says; an event that comes again must say the same. */
function lastSaid(heard: readonly CloudEvent[]): Record<string, object> {
  const alerts = heard.filter(({ type }) => type.startsWith('fluewatch.alert.'));
  const byId = new Map<string, CloudEvent>();
  for (const event of alerts) {
    if (byId.has(event.id)) expect(event).toEqual(byId.get(event.id));
    byId.set(event.id, event);
  }
  const last = new Map<string, CloudEvent>();
  const number = ({ id }: CloudEvent) => Number(id.slice(id.lastIndexOf('.') + 1));
  for (const event of byId.values()) {
    const before = last.get(event.subject);
    if (!before || number(before) < number(event)) last.set(event.subject, event);
  }
  return Object.fromEntries([...last].map(([alert, { data }]) => [alert, said(data as AlertView)]));
}

/** Until so many messages are durable. */
async function taken(server: ServerProcess, count: number): Promise<void> {
  const done = async () => {
    const answer = await fetch(`${server.http}/api/v1/connections`);
    const { items } = (await answer.json()) as { items: { id: string; done: number }[] };
    return items.find(({ id }) => id === 'in')!.done;
  };
  while ((await done()) < count) await sleep(5);
}

async function stopAtOnce({ process: child }: ServerProcess): Promise<void> {
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}

it.skipIf(!withMosquitto)(
  'a server killed with -9 again and again loses nothing of MQTT and counts nothing twice (needs mosquitto)',
  async () => {
    const broker = await mosquitto();
    onTestFinished(() => broker.remove());
    await broker.start();
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const client = await mqtt.connectAsync(url, { protocolVersion: 5 });
    onTestFinished(() => client.endAsync(true));
    const heard: CloudEvent[] = [];
    client.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString())));
    await client.subscribeAsync('told/#', { qos: 1 });
    await survives(
      {
        connections: `
inputs:
  - { id: in, kind: mqtt, url: "${url}", subscribe: [{ filter: "gateway/#", mapping: hj212 }] }
outputs:
  - { id: out, kind: mqtt, url: "${url}", from: start, alerts: "told/{site}/alerts", leads: "told/{site}/leads" }
`,
        put: (payload) => client.publishAsync('gateway/1', payload, { qos: 1 }),
        heard,
      },
      3,
    );
  },
);

it.skipIf(!withKafka)(
  'a server killed with -9 again and again loses nothing of Kafka and counts nothing twice (needs FLUEWATCH_KAFKA)',
  async () => {
    const { server, broker } = await kafka();
    onTestFinished(() => server.remove());
    await server.start();
    const client = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 15 } });
    const admin = client.admin();
    await admin.connect();
    const topics = ['frames', 'alerts', 'leads'].map((topic) => ({ topic, numPartitions: 2 }));
    await admin.createTopics({ topics, waitForLeaders: true });
    await admin.disconnect();
    const producer = client.producer();
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    const consumer = client.consumer({ groupId: 'far-end' });
    const heard: CloudEvent[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: 'alerts', fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void heard.push(JSON.parse(`${message.value}`)) });
    onTestFinished(() => consumer.disconnect());
    await survives(
      {
        connections: `
inputs:
  - { id: in, kind: kafka, brokers: ["${broker}"], topics: [{ topic: frames, mapping: hj212 }] }
outputs:
  - { id: out, kind: kafka, brokers: ["${broker}"], from: start, alerts: alerts, leads: leads }
`,
        put: (payload) => producer.send({ topic: 'frames', messages: [{ value: payload }] }),
        heard,
      },
      2,
    );
  },
);
