import type { Logger } from 'pino';
import { type BrokerError, troubleOf } from '../../../brokers/mqtt/words.ts';
import type { Connection, ConnectionStatus } from '../../../model/connection.ts';
import type { MessageDoor } from '../../messages.ts';
import { Intake } from '../intake.ts';
import { delayMs, rest, STEADY_MS } from '../patience.ts';
import { Standing } from '../standing.ts';
import { MqttSession } from './session.ts';
import type { MqttInputSettings } from './settings.ts';

/** Subscribes, hands in what arrives, and comes back to a broker that was away for as long as it takes. */
export class MqttInput implements Connection {
  readonly #settings: MqttInputSettings;
  readonly #standing: Standing;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #session: MqttSession | undefined;

  constructor(settings: MqttInputSettings, door: MessageDoor, log: Logger) {
    this.#settings = settings;
    this.#log = log.child({ input: settings.id });
    this.#standing = new Standing({ id: settings.id, kind: 'mqtt', to: settings.url });
    this.#intake = new Intake(door, this.#standing, this.#log);
    this.#running = this.#run();
  }

  status(): ConnectionStatus {
    return this.#standing.status();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#session?.leave();
    await this.#intake.close();
    await this.#session?.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted; failures++) {
      const began = Date.now();
      const { lasting, says } = troubleOf(await this.#connection());
      if (signal.aborted) break;
      if (Date.now() - began > STEADY_MS) failures = 0;
      this.#standing.link(lasting ? 'failed' : 'waiting', says);
      this.#log.warn({ why: says.en }, 'no connection to the broker');
      await rest(delayMs(failures), signal);
    }
    this.#standing.link('closed');
  }

  /** One connection from its beginning to its end. */
  async #connection(): Promise<BrokerError> {
    try {
      this.#session = new MqttSession(this.#settings, this.#intake, () => {
        this.#standing.link('open');
        this.#log.info('connected to the broker');
      });
      return await this.#session.ended;
    } catch (error) {
      return error as Error;
    }
  }
}
