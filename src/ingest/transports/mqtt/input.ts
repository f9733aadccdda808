import type { Logger } from 'pino';
import { troubleOf } from '../../../brokers/mqtt/words.ts';
import type { BrokerError, Trouble } from '../../../brokers/trouble.ts';
import type { Connection, ConnectionStatus } from '../../../model/connection.ts';
import type { MessageDoor } from '../../messages.ts';
import { Intake } from '../intake.ts';
import { Standing } from '../standing.ts';
import { stayConnected } from '../stay-connected.ts';
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
    this.#running = stayConnected(() => this.#connection(), this.#standing, this.#log, this.#closing.signal);
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

  async #connection(): Promise<Trouble> {
    try {
      this.#session = new MqttSession(this.#settings, this.#intake, () => {
        this.#standing.link('open');
        this.#log.info('connected to the broker');
      });
      return troubleOf(await this.#session.ended);
    } catch (error) {
      return troubleOf(error as BrokerError);
    }
  }
}
