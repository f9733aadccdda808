import kafkajs from 'kafkajs';
import { pino } from 'pino';
import { KafkaInput } from '../src/ingest/transports/kafka/input.ts';
import { kafkaInputSchema } from '../src/ingest/transports/kafka/settings.ts';
import { kafka, withKafka } from '../src/testing/servers/kafka.ts';
import { drain, figures, LOADS, type Load, withDoor } from './message-load.ts';
import type { Figures } from './run.ts';

/**
 * From a real Kafka on the same machine into the durable journal: four partitions that were filled before, offsets
 * committed when their messages are durable.
 */
export async function run(): Promise<Figures> {
  if (!withKafka) return { skipped: 'FLUEWATCH_KAFKA names no folder with the jars of Kafka' };
  const { server, broker } = await kafka();
  await server.start();
  try {
    const found: Figures = {};
    for (const [name, load] of LOADS) Object.assign(found, await measure(broker, name, load()));
    return found;
  } finally {
    await server.remove();
  }
}

async function measure(broker: string, name: string, load: Load): Promise<Figures> {
  const { mapping, payloads } = load;
  const client = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: name, numPartitions: 4 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = client.producer();
  await producer.connect();
  for (let at = 0; at < payloads.length; at += 20) {
    const messages = payloads.slice(at, at + 20).map((value, i) => ({ value, partition: i % 4 }));
    await producer.send({ topic: name, messages });
  }
  await producer.disconnect();
  const topics = [{ topic: name, mapping }];
  const settings = kafkaInputSchema.parse({ id: 'bench', kind: 'kafka', brokers: [broker], group: name, topics });
  return withDoor(async (door) => {
    const input = new KafkaInput(settings, door, pino({ level: 'silent' }));
    const seconds = await drain(input, payloads.length);
    await input.close();
    return figures(name, load, seconds);
  });
}
