import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Logger } from 'pino';
import { disconnect, kafkaClient, RETRY } from '../../../brokers/kafka/client.ts';
import { troubleOf } from '../../../brokers/kafka/words.ts';
import { Abandoned, type Intake } from '../intake.ts';
import { delayMs, rest } from '../patience.ts';
import { isUnusable, type Standing } from '../standing.ts';
import { DeadLetters, type Unusable } from './dead-letters.ts';
import { Lag } from './lag.ts';
import type { KafkaInputSettings } from './settings.ts';

/** What a fetch may bring: of one partition, and of all. The journal holds back what is more than it can take. */
const PARTITION_BYTES = 4 * 1024 * 1024;
const FETCH_BYTES = 16 * 1024 * 1024;
/** Partitions whose batches are on their way into the journal at one time. */
const PARTITIONS_AT_ONCE = 4;
/** Bytes of one partition that are handed in at once and then committed: a fetch may unpack to many times its size. */
const HANDFUL_BYTES = 2 * 1024 * 1024;
/** How often the group hears from us while the journal takes its time, ms. */
const BEAT_MS = 1000;

/** One membership in the consumer group. Offsets are committed when everything up to them is durable, and never before. */
export class KafkaSession {
  readonly #settings: KafkaInputSettings;
  readonly #intake: Intake;
  readonly #standing: Standing;
  readonly #closing: AbortSignal;
  readonly #consumer: Consumer;
  readonly #deadLetters: DeadLetters | undefined;
  readonly #lag = new Lag();

  /** @throws Error of the file system where a certificate file cannot be read */
  constructor(settings: KafkaInputSettings, intake: Intake, standing: Standing, log: Logger, closing: AbortSignal) {
    this.#closing = closing;
    this.#settings = settings;
    this.#intake = intake;
    this.#standing = standing;
    const kafka = kafkaClient(settings, log);
    this.#consumer = kafka.consumer({
      groupId: settings.group,
      sessionTimeout: 15_000,
      rebalanceTimeout: 30_000,
      heartbeatInterval: 3000,
      maxBytesPerPartition: PARTITION_BYTES,
      maxBytes: FETCH_BYTES,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    this.#deadLetters = settings.deadLetters ? new DeadLetters(kafka, settings.deadLetters) : undefined;
  }

  /** Takes part until it fails, or is to close, and resolves with the reason. */
  async run(): Promise<unknown> {
    const { CRASH, GROUP_JOIN } = this.#consumer.events;
    const over = new Promise<unknown>((resolve) => {
      this.#consumer.on(CRASH, ({ payload }) => resolve(payload.error));
      this.#closing.addEventListener('abort', () => resolve(this.#closing.reason), { once: true });
    });
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#standing.link('open');
      this.#lag.keepOnly(payload.memberAssignment);
      this.#standing.waiting(this.#lag.total);
    });
    try {
      await this.#consumer.connect();
      await this.#consumer.subscribe({
        topics: this.#settings.topics.map(({ topic }) => topic),
        fromBeginning: this.#settings.from === 'earliest',
      });
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => this.#take(payload),
      });
      return await over;
    } catch (error) {
      return error;
    } finally {
      await disconnect(this.#consumer);
      await this.#deadLetters?.close();
    }
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale } = payload;
    const lost = new AbortController();
    const beating = setInterval(() => heartbeat().catch((why) => lost.abort(why)), BEAT_MS);
    try {
      for (const handful of handfuls(batch.messages)) {
        if (!isRunning() || isStale()) return;
        this.#behind(batch, handful[0]!.offset, 0);
        await this.#keep(payload, handful, lost.signal);
        this.#behind(batch, handful.at(-1)!.offset, 1);
      }
    } catch (error) {
      // The partition may be another's by now: the library has to hear of it. What is being closed needs no more.
      if (lost.signal.aborted) throw lost.signal.reason;
      if (!(error instanceof Abandoned)) throw error;
    } finally {
      clearInterval(beating);
    }
  }

  async #keep(
    { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, uncommittedOffsets }: EachBatchPayload,
    handful: readonly KafkaMessage[],
    lost: AbortSignal,
  ): Promise<void> {
    const { topic, partition } = batch;
    const mapping = this.#settings.topics.find((one) => one.topic === topic)?.mapping ?? '';
    const peer = `kafka ${this.#settings.id}`;
    const taken = handful.map(({ value }) =>
      this.#intake.take({ peer, subject: topic, bytes: value ?? new Uint8Array(), mapping }, lost),
    );
    const outcomes = await Promise.all(taken);
    const unusable = outcomes.flatMap((outcome, i): Unusable[] =>
      isUnusable(outcome) ? [{ topic, partition, message: handful[i]!, fault: outcome.faults[0]! }] : [],
    );
    await this.#bury(unusable, lost);
    resolveOffset(handful.at(-1)!.offset);
    await commitOffsetsIfNecessary(uncommittedOffsets());
    await heartbeat();
  }

  /** Until the letters lie in their topic, the offsets after them are not committed. */
  async #bury(unusable: readonly Unusable[], lost: AbortSignal): Promise<void> {
    if (unusable.length === 0 || !this.#deadLetters) return;
    const signal = AbortSignal.any([lost, this.#closing]);
    for (let failures = 0; ; failures++) {
      try {
        await this.#deadLetters.put(unusable);
        break;
      } catch (error) {
        const { says } = troubleOf(error);
        this.#standing.held({
          zh: `不能使用的消息无法写入死信主题 ${this.#settings.deadLetters}：${says.zh}`,
          en: `messages that cannot be used cannot be written to ${this.#settings.deadLetters}: ${says.en}`,
        });
        await rest(delayMs(failures), signal);
        if (signal.aborted) throw new Abandoned();
      }
    }
    this.#standing.held(null);
  }

  #behind({ topic, partition, highWatermark }: EachBatchPayload['batch'], offset: string, done: 0 | 1): void {
    this.#lag.set(topic, partition, Number(BigInt(highWatermark) - BigInt(offset)) - done);
    this.#standing.waiting(this.#lag.total);
  }
}

function* handfuls(messages: readonly KafkaMessage[]): Generator<KafkaMessage[]> {
  let handful: KafkaMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    handful.push(message);
    bytes += message.value?.length ?? 0;
    if (bytes < HANDFUL_BYTES) continue;
    yield handful;
    handful = [];
    bytes = 0;
  }
  if (handful.length > 0) yield handful;
}
