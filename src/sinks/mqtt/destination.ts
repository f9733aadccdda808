import { connect, type MqttClient } from 'mqtt';
import { mqttOptions } from '../../brokers/mqtt/options.ts';
import { troubleOf } from '../../brokers/mqtt/words.ts';
import type { BrokerError } from '../../brokers/trouble.ts';
import { awayBy } from '../broker-away.ts';
import { CLOUD_EVENT_TYPE, cloudEvent, siteOf } from '../cloud-event.ts';
import type { Destination, Refusal } from '../destination.ts';
import type { EventSent } from '../event-source.ts';
import type { MqttOutputSettings } from './settings.ts';

/** Publications that wait for their acknowledgement at one time, unless the broker allows fewer. */
const AT_ONCE = 20;
/** Reason codes of MQTT 5.0 §3.4.2.1 that a publication will get again however often it is repeated. */
const NEVER = new Set([144, 149, 153]);

/** Publishes at QoS 1; a batch that was cut off comes again under the same ids. */
export class MqttDestination implements Destination<EventSent> {
  readonly #settings: MqttOutputSettings;
  #client: MqttClient | undefined;
  /** rejects when the connection has ended */
  #over: Promise<never> = Promise.race([]);

  constructor(settings: MqttOutputSettings) {
    this.#settings = settings;
  }

  async open(signal: AbortSignal): Promise<void> {
    await this.close();
    const client = this.#connect();
    this.#client = client;
    let why: BrokerError = { message: 'connection closed' };
    client.on('error', (error) => {
      why = error;
    });
    client.on('disconnect', ({ reasonCode }) => {
      why = { code: reasonCode, message: `reason code ${reasonCode}` };
    });
    this.#over = new Promise((_, reject) => {
      client.once('close', () => reject(awayBy(troubleOf(why))));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.#over.catch(() => {});
    await Promise.race([this.#over, new Promise<void>((resolve) => client.once('connect', () => resolve()))]);
  }

  async send(batch: readonly EventSent[]): Promise<Refusal[]> {
    const { receiveMaximum = AT_ONCE, maximumPacketSize } = this.#client!.serverProperties ?? {};
    const refused: Refusal[] = [];
    for (let at = 0; at < batch.length; at += Math.min(receiveMaximum, AT_ONCE)) {
      const some = batch.slice(at, at + Math.min(receiveMaximum, AT_ONCE));
      const published = Promise.all(some.map((event) => this.#publish(event, maximumPacketSize)));
      refused.push(...(await Promise.race([published, this.#over])).filter((refusal) => refusal !== undefined));
    }
    return refused;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // Nothing is under way that anybody still waits for.
    client?.end(true);
  }

  #connect(): MqttClient {
    try {
      return connect(this.#settings.url, { ...mqttOptions(this.#settings), clean: true });
    } catch (error) {
      throw awayBy(troubleOf(error as BrokerError));
    }
  }

  async #publish(event: EventSent, mostBytes = Number.POSITIVE_INFINITY): Promise<Refusal | undefined> {
    const { source, version, alerts, leads } = this.#settings;
    const template = event.kind === 'alert' ? alerts : leads;
    const topic = template.replaceAll('{site}', siteOf(event).replace(/[+#/\0]/g, '_'));
    const payload = JSON.stringify(cloudEvent(event, source));
    const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload) + 128;
    // A broker that is sent more than it says it takes ends the connection (§3.2.2.3.6).
    if (bytes > mostBytes) return { id: event.id, why: refusal('149') };
    try {
      const properties = version === 5 ? { properties: { contentType: CLOUD_EVENT_TYPE } } : {};
      await this.#client!.publishAsync(topic, payload, { qos: 1, ...properties });
      return undefined;
    } catch (error) {
      const { code } = error as BrokerError;
      if (NEVER.has(Number(code))) return { id: event.id, why: refusal(String(code)) };
      throw awayBy(troubleOf(error as BrokerError));
    }
  }
}

const refusal = (code: string) => ({
  zh: `代理不收此消息（原因码 ${code}）：请核对主题与代理允许的大小`,
  en: `the broker does not take it (reason code ${code}): check the topic and the size that the broker allows`,
});
