import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Output } from '../../model/connection.ts';
import { type KafkaServer, kafka, withKafka } from '../../testing/servers/kafka.ts';
import { told } from '../../testing/told.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { openKafkaOutput } from './open.ts';
import { kafkaOutputSchema } from './settings.ts';

const client = ({ broker }: KafkaServer): Kafka =>
  new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 15 } });

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `al-${from + i}`);

describe.skipIf(!withKafka)('Kafka out, with a real Kafka (skipped where FLUEWATCH_KAFKA names no jars)', () => {
  let server: KafkaServer;
  let admin: Admin;
  let topics = 0;
  beforeAll(async () => {
    server = await kafka();
    await server.server.start();
    admin = client(server).admin();
    await admin.connect();
  }, 60_000);
  afterAll(async () => {
    await admin?.disconnect();
    await server?.server.remove();
  });

  /** Two new topics. */
  async function newTopics(create = true): Promise<{ alerts: string; leads: string }> {
    const n = topics++;
    const names = { alerts: `alerts-${n}`, leads: `leads-${n}` };
    const made = Object.values(names).map((topic) => ({ topic, numPartitions: 3 }));
    if (create) await admin.createTopics({ topics: made, waitForLeaders: true });
    return names;
  }

  function output(ground: ReturnType<typeof told>['ground'], more: object): Output {
    const settings = kafkaOutputSchema.parse({
      id: 'out',
      kind: 'kafka',
      brokers: [server.broker],
      from: 'start',
      ...more,
    });
    const opened = openKafkaOutput(settings, { ...ground, log: pino({ level: 'silent' }) });
    onTestFinished(() => opened.close());
    return opened;
  }

  /** Someone at the far end. */
  async function reader(names: readonly string[]) {
    const heard: { topic: string; key: string; partition: number; type: string; event: CloudEvent }[] = [];
    const consumer = client(server).consumer({ groupId: `far-end-${names[0]}` });
    await consumer.connect();
    await consumer.subscribe({ topics: [...names], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { key, value, headers } }) => {
        const event = JSON.parse(`${value}`) as CloudEvent;
        heard.push({ topic, key: `${key}`, partition, type: `${headers!['content-type']}`, event });
      },
    });
    onTestFinished(() => consumer.disconnect());
    return heard;
  }

  it('writes CloudEvents keyed by site, those of a site in order', async () => {
    const names = await newTopics();
    const heard = await reader(Object.values(names));
    const { ground, raise, withdraw, lead } = told();
    for (let i = 0; i < 20; i++) raise([`al-${i}`], `site-${i % 5}`);
    for (let i = 0; i < 20; i++) withdraw(`al-${i}`, `site-${i % 5}`);
    lead('ld-1', null);
    const opened = output(ground, names);
    await expect.poll(() => heard.length, { timeout: 60_000 }).toBe(41);
    for (let n = 0; n < 5; n++) {
      const ofSite = heard.filter(({ key }) => key === `site-${n}`);
      expect(new Set(ofSite.map(({ partition }) => partition)).size).toBe(1);
      const mine = numbered(0, 20).filter((_, i) => i % 5 === n);
      expect(ofSite.map(({ event }) => event.id)).toEqual([1, 2].flatMap((k) => mine.map((id) => `${id}.${k}`)));
    }
    expect(heard.find(({ event }) => event.id === 'ld-1.1')).toMatchObject({
      topic: names.leads,
      key: 'demo-wte',
      type: 'application/cloudevents+json; charset=UTF-8',
      event: { specversion: '1.0', source: '/fluewatch', type: 'fluewatch.lead.opened', subject: 'ld-1' },
    });
    await expect.poll(() => opened.status()).toMatchObject({ state: 'open', done: 41, waiting: 0, refused: 0 });
  });

  it('loses nothing and changes no order when the broker is killed with -9', async () => {
    const names = await newTopics();
    const { ground, raise } = told();
    const opened = output(ground, names);
    raise(numbered(0, 300));
    await expect.poll(() => opened.status().done).toBe(300);
    await server.server.stop('SIGKILL');
    raise(numbered(300, 900));
    await expect.poll(() => opened.status().state, { timeout: 60_000 }).toBe('waiting');
    await server.server.start();
    await expect.poll(() => opened.status(), { timeout: 60_000 }).toMatchObject({ state: 'open', waiting: 0 });
    const heard = await reader([names.alerts]);
    await expect.poll(() => new Set(heard.map(({ event }) => event.id)).size, { timeout: 60_000 }).toBe(900);
    const firsts = [...new Set(heard.map(({ event }) => event.id))];
    expect(firsts).toEqual(numbered(0, 900).map((id) => `${id}.1`));
  });

  it('names a topic that is not there, writes when it is, and keeps what is too large as a dead letter', async () => {
    const names = await newTopics(false);
    const { ground, raise, lead } = told();
    lead('ld-big', null, 'x'.repeat(600_000));
    raise(['al-1']);
    const opened = output(ground, names);
    await expect.poll(() => opened.status().state, { timeout: 60_000 }).toBe('failed');
    expect(opened.status().says!.en).toContain('no such topic');
    const made = Object.values(names).map((topic) => ({ topic, numPartitions: 1 }));
    await admin.createTopics({ topics: made, waitForLeaders: true });
    await expect.poll(() => opened.status(), { timeout: 60_000 }).toMatchObject({ done: 1, refused: 1, waiting: 0 });
    expect(opened.deadLetters(0, 9)).toMatchObject([
      { id: 'ld-big.1', why: { en: expect.stringContaining('larger') } },
    ]);
  });
});
