import type { Kafka, KafkaMessage, Message, Producer } from 'kafkajs';
import { disconnect } from '../../../brokers/kafka/client.ts';
import type { MessageFault } from '../../messages.ts';

/** A message of which nothing could be used, where it came from, and why. */
export interface Unusable {
  topic: string;
  partition: number;
  message: KafkaMessage;
  fault: MessageFault;
}

/**
 * The topic to which messages go that cannot be used: key, value and headers as they were, and in `fluewatch-…` headers
 * why and where from. The journal keeps them as well; this is for whoever produced them.
 */
export class DeadLetters {
  readonly #kafka: Kafka;
  readonly #topic: string;
  #producer: Promise<Producer> | undefined;

  constructor(kafka: Kafka, topic: string) {
    this.#kafka = kafka;
    this.#topic = topic;
  }

  /** Resolves when the cluster has them. A repeat is told by its origin. */
  async put(unusable: readonly Unusable[]): Promise<void> {
    this.#producer ??= this.#open();
    const producer = await this.#producer.catch((error) => {
      this.#producer = undefined;
      throw error;
    });
    await producer.send({ topic: this.#topic, acks: -1, messages: unusable.map(letter) }).catch(async (error) => {
      if (error.type !== 'MESSAGE_TOO_LARGE' && error.cause?.type !== 'MESSAGE_TOO_LARGE') throw error;
      // With its headers it is larger than the topic allows: then only where it is to be found.
      const messages = unusable.map((one) => ({ ...letter(one), value: null }));
      await producer.send({ topic: this.#topic, acks: -1, messages });
    });
  }

  async close(): Promise<void> {
    const producer = await this.#producer?.catch(() => undefined);
    if (producer) await disconnect(producer);
  }

  async #open(): Promise<Producer> {
    const producer = this.#kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }
}

function letter({ topic, partition, message, fault }: Unusable): Message {
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      'fluewatch-why': fault.why,
      'fluewatch-says': `${fault.says.zh} / ${fault.says.en}`,
      'fluewatch-topic': topic,
      'fluewatch-partition': String(partition),
      'fluewatch-offset': message.offset,
    },
  };
}
