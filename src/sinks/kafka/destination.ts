import type { Message, Producer } from 'kafkajs';
import type { Logger } from 'pino';
import { disconnect, kafkaClient } from '../../brokers/kafka/client.ts';
import { troubleOf } from '../../brokers/kafka/words.ts';
import { awayBy } from '../broker-away.ts';
import { CLOUD_EVENT_TYPE, cloudEvent, siteOf } from '../cloud-event.ts';
import type { Destination, Refusal } from '../destination.ts';
import type { EventSent } from '../event-source.ts';
import type { KafkaOutputSettings } from './settings.ts';

/**
 * Writes to two topics, keyed by site, so that the events of a site stay in order. Acknowledged by all replicas in sync;
 * the idempotent producer writes what it has to repeat once. A batch that was cut off comes again under the same ids.
 */
export class KafkaDestination implements Destination<EventSent> {
  readonly #settings: KafkaOutputSettings;
  readonly #log: Logger;
  #producer: Producer | undefined;

  constructor(settings: KafkaOutputSettings, log: Logger) {
    this.#settings = settings;
    this.#log = log;
  }

  async open(signal: AbortSignal): Promise<void> {
    await this.close();
    try {
      const client = kafkaClient(this.#settings, this.#log);
      this.#producer = client.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
      await unlessCut(this.#producer.connect(), signal);
    } catch (error) {
      throw awayBy(troubleOf(error));
    }
  }

  async send(batch: readonly EventSent[], signal: AbortSignal): Promise<Refusal[]> {
    try {
      await unlessCut(this.#put(batch), signal);
      return [];
    } catch (error) {
      if (!isTooLarge(error)) throw awayBy(troubleOf(error));
      if (batch.length === 1) return [{ id: batch[0]!.id, why: TOO_LARGE }];
    }
    // Which of them is too large the cluster does not say.
    const refused: Refusal[] = [];
    for (const event of batch) refused.push(...(await this.send([event], signal)));
    return refused;
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    if (producer) await disconnect(producer);
  }

  async #put(batch: readonly EventSent[]): Promise<void> {
    const { alerts, leads, source } = this.#settings;
    const messages = { alert: [] as Message[], lead: [] as Message[] };
    for (const event of batch) {
      messages[event.kind].push({
        key: siteOf(event),
        value: JSON.stringify(cloudEvent(event, source)),
        timestamp: String(event.at),
        headers: { 'content-type': CLOUD_EVENT_TYPE },
      });
    }
    const topicMessages = [
      { topic: alerts, messages: messages.alert },
      { topic: leads, messages: messages.lead },
    ].filter((one) => one.messages.length > 0);
    await this.#producer!.sendBatch({ acks: -1, topicMessages });
  }
}

const TOO_LARGE = {
  zh: '超过主题允许的消息大小：请调大 max.message.bytes 后重发',
  en: 'larger than the topic allows: raise max.message.bytes and send it again',
};

function isTooLarge(error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: { type?: string } };
  return type === 'MESSAGE_TOO_LARGE' || cause?.type === 'MESSAGE_TOO_LARGE';
}

/** What the library has no way to stop is no longer waited for. */
async function unlessCut<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, cut]);
}
