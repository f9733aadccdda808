import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka, type KafkaMessage } from 'kafkajs';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type KafkaServer, kafka, kafkaVersions, produceByJava, withKafka } from '../../../testing/servers/kafka.ts';
import { TrialDoor } from '../../../testing/trial-door.ts';
import { KafkaInput } from './input.ts';
import { kafkaInputSchema } from './settings.ts';

const log = pino({ level: 'silent' });
const client = ({ broker }: KafkaServer): Kafka =>
  new kafkajs.Kafka({
    brokers: [broker],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 15, maxRetryTime: 1000 },
  });

function input(server: KafkaServer, door: TrialDoor, more: object): KafkaInput {
  const settings = kafkaInputSchema.parse({ id: 'platform', kind: 'kafka', brokers: [server.broker], ...more });
  const opened = new KafkaInput(settings, door, log);
  onTestFinished(() => opened.close());
  return opened;
}

const state = (opened: KafkaInput) => expect.poll(() => opened.status().state, { timeout: 60_000 });
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

let topics = 0;
/** a new topic */
async function topic(admin: Admin, numPartitions = 1, name = `frames-${topics++}`): Promise<string> {
  await admin.createTopics({ topics: [{ topic: name, numPartitions }], waitForLeaders: true });
  return name;
}

/** Produces values, each until the cluster has it: some may be there twice. */
async function produce(server: KafkaServer, name: string, values: readonly (string | Buffer)[]): Promise<void> {
  const producer = client(server).producer();
  await producer.connect();
  for (let i = 0; i < values.length; i += 500) {
    const messages = values.slice(i, i + 500).map((value) => ({ value }));
    const send = () => producer.send({ topic: name, messages, acks: -1 });
    while (!(await send().catch(() => false))) await sleep(100);
  }
  await producer.disconnect();
}

/** What the group has committed of a topic. */
async function committed(admin: Admin, name: string, group = name): Promise<number> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [name] });
  return found!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}

describe.skipIf(!withKafka)('Kafka in, with a real Kafka (skipped where FLUEWATCH_KAFKA names no jars)', () => {
  let server: KafkaServer;
  let admin: Admin;
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

  it('takes what was produced before and after, in order, and commits what is durable', async () => {
    const name = await topic(admin);
    await produce(server, name, numbers(0, 1000));
    const door = new TrialDoor();
    const opened = input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await expect.poll(() => door.kept.length).toBe(1000);
    await produce(server, name, numbers(1000, 1500));
    await expect.poll(() => door.texts('vendor')).toEqual(numbers(0, 1500));
    expect(door.kept[0]).toMatchObject({ peer: 'kafka platform', subject: name });
    await expect.poll(() => committed(admin, name)).toBe(1500);
    await expect
      .poll(() => opened.status())
      .toMatchObject({ state: 'open', says: null, done: 1500, refused: 0, waiting: 0 });
  });

  it('commits nothing that the journal refuses, and goes on when it takes again', async () => {
    const name = await topic(admin);
    const door = new TrialDoor();
    const opened = input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await state(opened).toBe('open');
    door.refuse('DISK: no space left');
    await produce(server, name, numbers(0, 2000));
    await state(opened).toBe('held');
    await expect.poll(() => opened.status().waiting).toBeGreaterThan(0);
    expect(await committed(admin, name)).toBe(0);
    door.refuse(null);
    await expect.poll(() => door.texts().length).toBe(2000);
    await state(opened).toBe('open');
    await expect.poll(() => committed(admin, name)).toBe(2000);
  });

  it('closes while the journal refuses, and the next one takes what it left', async () => {
    const name = await topic(admin);
    await produce(server, name, numbers(0, 100));
    const refusing = new TrialDoor();
    refusing.refuse('BUSY');
    const first = input(server, refusing, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await state(first).toBe('held');
    await first.close();
    expect(first.status().state).toBe('closed');
    const door = new TrialDoor();
    input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await expect.poll(() => door.texts(), { timeout: 60_000 }).toEqual(numbers(0, 100));
  });

  it('copies what cannot be used to the dead letters, with why and where from, before it commits', async () => {
    const name = await topic(admin);
    const letters = `${name}-dead`;
    const door = new TrialDoor();
    for (const text of ['rubbish', 'r\uFFFD\uFFFD']) door.unusable.add(text);
    await produce(server, name, ['0', 'rubbish', '1', Buffer.from([0x72, 0xff, 0xfe]), '2']);
    const opened = input(server, door, {
      group: name,
      topics: [{ topic: name, mapping: 'vendor' }],
      deadLetters: letters,
    });
    await state(opened).toBe('held');
    expect(opened.status().says!.en).toContain(letters);
    expect(await committed(admin, name)).toBe(0);
    await topic(admin, 1, letters);
    await expect.poll(() => committed(admin, name), { timeout: 60_000 }).toBe(5);
    const found = await readAll(server, letters, 2);
    expect(found.map(({ value }) => value)).toEqual([Buffer.from('rubbish'), Buffer.from([0x72, 0xff, 0xfe])]);
    const headers = found.map((letter) =>
      Object.fromEntries(Object.entries(letter.headers!).map(([k, v]) => [k, `${v}`])),
    );
    expect(headers).toMatchObject([
      { 'fluewatch-why': 'JSON', 'fluewatch-topic': name, 'fluewatch-partition': '0', 'fluewatch-offset': '1' },
      { 'fluewatch-offset': '3' },
    ]);
    await expect.poll(() => opened.status()).toMatchObject({ done: 5, refused: 2 });
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])("reads what Kafka's own producer compressed with %s", async (codec) => {
    const name = await topic(admin);
    produceByJava(server.broker, name, numbers(0, 5000), codec);
    const door = new TrialDoor();
    input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await expect.poll(() => door.texts()).toEqual(numbers(0, 5000));
  });

  it('loses nothing while members come and go', async () => {
    const name = await topic(admin, 6);
    const settings = { group: name, topics: [{ topic: name, mapping: 'vendor' }] };
    const doors = [new TrialDoor(5), new TrialDoor(5), new TrialDoor(5)];
    const first = input(server, doors[0]!, settings);
    await state(first).toBe('open');
    await produce(server, name, numbers(0, 3000));
    const second = input(server, doors[1]!, settings);
    await state(second).toBe('open');
    await produce(server, name, numbers(3000, 6000));
    await expect.poll(() => doors[1]!.kept.length, { timeout: 60_000 }).toBeGreaterThan(100);
    await first.close();
    await produce(server, name, numbers(6000, 9000));
    const third = input(server, doors[2]!, settings);
    await state(third).toBe('open');
    const all = () => new Set(doors.flatMap((door) => door.texts())).size;
    await expect.poll(all, { timeout: 60_000 }).toBe(9000);
    await expect.poll(() => committed(admin, name), { timeout: 60_000 }).toBe(9000);
  });

  it('loses nothing when the broker is killed with -9 in the middle, and commits no more than is durable', async () => {
    const name = await topic(admin, 3);
    const door = new TrialDoor(3);
    const opened = input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await state(opened).toBe('open');
    const produced = produce(server, name, numbers(0, 20_000));
    await expect.poll(() => door.kept.length).toBeGreaterThan(1000);
    await server.server.stop('SIGKILL');
    await state(opened).toBe('waiting');
    await server.server.start();
    await produced;
    await expect.poll(() => new Set(door.texts()).size, { timeout: 60_000 }).toBe(20_000);
    await expect.poll(() => committed(admin, name), { timeout: 60_000 }).toBeGreaterThanOrEqual(20_000);
    await state(opened).toBe('open');
  });

  it('says what is wrong with a login, and never the password', async () => {
    vi.stubEnv('TRIAL_PASSWORD', 'a-guess');
    const name = await topic(admin);
    const login = { brokers: [server.guarded], group: name, topics: [{ topic: name, mapping: 'vendor' }] };
    const sasl = { mechanism: 'plain', username: 'plant', password: { env: 'TRIAL_PASSWORD' } };
    const wrong = input(server, new TrialDoor(), { ...login, sasl });
    await state(wrong).toBe('failed');
    expect(wrong.status().says!.en).toContain('check sasl.username');
    expect(JSON.stringify(wrong.status())).not.toContain('a-guess');
    vi.stubEnv('TRIAL_PASSWORD', 'right');
    await state(input(server, new TrialDoor(), { ...login, sasl })).toBe('open');
  });

  it('speaks TLS, and says what is wrong with a certificate that it does not trust', async () => {
    const name = await topic(admin);
    const settings = { brokers: [server.secure], topics: [{ topic: name, mapping: 'vendor' }] };
    const stranger = input(server, new TrialDoor(), { ...settings, group: `${name}-stranger`, tls: {} });
    await state(stranger).toBe('failed');
    expect(stranger.status().says!.en).toContain('check tls.ca');
    await state(input(server, new TrialDoor(), { ...settings, group: name, tls: { ca: server.ca } })).toBe('open');
  });

  it('names a topic that is not there, and reads it when it is', async () => {
    const name = `later-${topics++}`;
    const door = new TrialDoor();
    const opened = input(server, door, { group: name, topics: [{ topic: name, mapping: 'vendor' }] });
    await state(opened).toBe('failed');
    expect(opened.status().says!.en).toContain('no such topic');
    await topic(admin, 1, name);
    await produce(server, name, numbers(0, 10));
    await expect.poll(() => door.texts(), { timeout: 60_000 }).toEqual(numbers(0, 10));
  });
});

describe.skipIf(!withKafka)('Kafka in, other versions (skipped where FLUEWATCH_KAFKA names no jars)', () => {
  it.each(
    kafkaVersions.slice(1),
  )('waits for Kafka %s that is absent at the start, then takes and commits', async (version) => {
    const server = await kafka(version);
    onTestFinished(() => server.server.remove());
    const door = new TrialDoor();
    const opened = input(server, door, { group: 'g', topics: [{ topic: 'frames', mapping: 'vendor' }] });
    await state(opened).toBe('waiting');
    expect(opened.status().says!.en).toContain('ECONNREFUSED');
    await server.server.start();
    const admin = client(server).admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    await topic(admin, 1, 'frames');
    await produce(server, 'frames', numbers(0, 1000));
    await expect.poll(() => door.texts(), { timeout: 60_000 }).toEqual(numbers(0, 1000));
    await expect.poll(() => committed(admin, 'frames', 'g')).toBe(1000);
  });
});

async function readAll(server: KafkaServer, name: string, count: number): Promise<KafkaMessage[]> {
  const found: KafkaMessage[] = [];
  const consumer = client(server).consumer({ groupId: `reads-${name}` });
  await consumer.connect();
  await consumer.subscribe({ topic: name, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void found.push(message) });
  await expect.poll(() => found.length).toBe(count);
  await consumer.disconnect();
  return found;
}
