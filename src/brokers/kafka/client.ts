import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import type { Logger } from 'pino';
import { readTls } from '../../config/tls.ts';
import { addCodecs } from './codecs.ts';
import type { KafkaCluster } from './settings.ts';

/** So many attempts, then whoever uses the client hears of it, says so, and tries again in its own time. */
export const RETRY = { retries: 2, initialRetryTime: 200, maxRetryTime: 2000 };

/** A goodbye that a hanging broker does not answer is not waited for any longer, ms. */
const GRACE_MS = 2000;

/** Says goodbye; never rejects. */
export async function disconnect(client: { disconnect(): Promise<void> }): Promise<void> {
  const grace = new AbortController();
  const waited = sleep(GRACE_MS, undefined, { signal: grace.signal });
  await Promise.race([client.disconnect(), waited]).catch(() => {});
  grace.abort();
  await waited.catch(() => {});
}

/** @throws Error of the file system where a certificate file cannot be read */
export function kafkaClient({ id, brokers, tls, sasl }: KafkaCluster, log: Logger): Kafka {
  addCodecs();
  return new kafkajs.Kafka({
    clientId: `fluewatch-${id}`,
    brokers: [...brokers],
    ...(tls && { ssl: readTls(tls) }),
    ...(sasl && {
      sasl: {
        mechanism: sasl.mechanism,
        username: sasl.username,
        password: sasl.password.reveal(),
      } as NonNullable<KafkaConfig['sasl']>,
    }),
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: RETRY,
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ log: { message, error } }) =>
        log.debug({ error }, `kafka client: ${message}`),
  });
}
