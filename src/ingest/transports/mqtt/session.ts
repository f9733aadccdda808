import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { writeToStream } from 'mqtt-packet';
import { mqttOptions } from '../../../brokers/mqtt/options.ts';
import type { BrokerError } from '../../../brokers/trouble.ts';
import type { Intake } from '../intake.ts';
import { rest } from '../patience.ts';
import type { MqttInputSettings } from './settings.ts';
import { matches } from './topics.ts';

/** Messages on their way into the journal at one time, which the broker has not been thanked for. */
const IN_FLIGHT = 100;
/** … and their bytes: above, nothing more is read, and TCP holds the broker back. */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024;
/** How long the broker may take to close its side, ms. */
const GRACE_MS = 2000;

/** How long the broker keeps our session, and with it what nobody acknowledged, while we are away, seconds [R]. */
const SESSION_S = 7 * 86_400;

/** To the library an error means "not acknowledged, go on with the next": we acknowledge ourselves, later. */
const LATER = new Error('acknowledged when durable');

/**
 * One connection to a broker. Several messages are on their way into the journal at a time; each is acknowledged when it
 * is durable, in the order received (MQTT 5.0 §4.6). What was not acknowledged when the connection ends comes again on
 * the next one.
 */
export class MqttSession {
  readonly #client: MqttClient;
  readonly #settings: MqttInputSettings;
  readonly #intake: Intake;
  readonly #unthanked: { messageId: number | undefined; durable: boolean }[] = [];
  #underWay = 0;
  #bytes = 0;
  #readOn: (() => void) | undefined;
  #leaving = false;
  #trouble: BrokerError = { message: 'connection closed' };
  /** resolves when the connection has ended, with what was last heard of why */
  readonly ended: Promise<BrokerError>;

  /**
   * @param opened called when the broker has accepted us and our subscriptions
   * @throws Error of the file system where a certificate file cannot be read
   */
  constructor(settings: MqttInputSettings, intake: Intake, opened: () => void) {
    this.#settings = settings;
    this.#intake = intake;
    this.#client = connect(settings.url, { ...mqttOptions(settings), ...lasting(settings) });
    this.#client.handleMessage = (packet, next) => this.#arrived(packet, () => next(LATER));
    this.#client.on('connect', () => void this.#subscribe(opened));
    this.#client.on('error', (error) => {
      this.#trouble = error;
    });
    this.#client.on('disconnect', ({ reasonCode }) => {
      this.#trouble = { code: reasonCode, message: `reason code ${reasonCode}` };
    });
    this.ended = new Promise((resolve) => {
      this.#client.once('close', () => resolve(this.#trouble));
    });
  }

  /** Takes no more messages; those that still arrive are left to the broker. */
  leave(): void {
    this.#leaving = true;
    this.#readOn?.();
  }

  /** Says goodbye; the broker keeps what was not acknowledged. */
  async end(): Promise<void> {
    this.leave();
    this.#client.end();
    const left = new AbortController();
    void this.ended.then(() => left.abort());
    await rest(GRACE_MS, left.signal);
    this.#client.stream.destroy();
    await this.ended;
  }

  async #subscribe(opened: () => void): Promise<void> {
    // `rh: 1`: retained messages come with a new subscription only, not again after each reconnect.
    const wanted = this.#settings.subscribe.map(({ filter }) => [filter, { qos: 1, rh: 1 }] as const);
    try {
      await this.#client.subscribeAsync(Object.fromEntries(wanted));
      opened();
    } catch (error) {
      this.#trouble = { code: 'SUBSCRIBE', message: (error as Error).message };
      this.#client.stream.destroy();
    }
  }

  #arrived({ topic, payload, qos, messageId }: IPublishPacket, readOn: () => void): void {
    if (this.#leaving) {
      readOn();
      return;
    }
    const bytes = payload as Buffer;
    const arrived = { messageId: qos === 0 ? undefined : messageId, durable: false };
    this.#unthanked.push(arrived);
    this.#underWay += 1;
    this.#bytes += bytes.length;
    const taken = this.#intake.take({
      peer: `mqtt ${this.#settings.id}`,
      subject: topic,
      bytes,
      // A broker may remember a subscription that is no longer configured: what it brings is refused by name.
      mapping: this.#settings.subscribe.find(({ filter }) => matches(filter, topic))?.mapping ?? '',
    });
    const done = () => {
      this.#underWay -= 1;
      this.#bytes -= bytes.length;
      if (this.#hasRoom()) this.#readOn?.();
    };
    taken.then(
      () => {
        arrived.durable = true;
        this.#thank();
        done();
      },
      () => done(),
    );
    if (this.#hasRoom()) readOn();
    else {
      this.#readOn = () => {
        this.#readOn = undefined;
        readOn();
      };
    }
  }

  #hasRoom(): boolean {
    return this.#underWay < IN_FLIGHT && this.#bytes < IN_FLIGHT_BYTES;
  }

  #thank(): void {
    const { stream, options, connected } = this.#client;
    while (this.#unthanked[0]?.durable) {
      const { messageId } = this.#unthanked.shift()!;
      // Of another connection's messages the broker wants to hear nothing.
      if (messageId !== undefined && connected) writeToStream({ cmd: 'puback', messageId }, stream, options);
    }
  }
}

/** A session that outlives its connections, and what may be under way in it (MQTT 5.0 §3.1.2.11). */
function lasting({ version }: MqttInputSettings) {
  const properties = { sessionExpiryInterval: SESSION_S, receiveMaximum: IN_FLIGHT };
  return { clean: false, ...(version === 5 && { properties }) };
}
