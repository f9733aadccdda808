import type { Logger } from 'pino';
import { troubleOf } from '../../../brokers/kafka/words.ts';
import type { Trouble } from '../../../brokers/trouble.ts';
import type { Connection, ConnectionStatus } from '../../../model/connection.ts';
import type { MessageDoor } from '../../messages.ts';
import { Intake } from '../intake.ts';
import { Standing } from '../standing.ts';
import { stayConnected } from '../stay-connected.ts';
import { KafkaSession } from './session.ts';
import type { KafkaInputSettings } from './settings.ts';

/** Reads topics as one of a consumer group, hands in what they hold, and comes back to a cluster that was away. */
export class KafkaInput implements Connection {
  readonly #settings: KafkaInputSettings;
  readonly #standing: Standing;
  readonly #intake: Intake;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(settings: KafkaInputSettings, door: MessageDoor, log: Logger) {
    this.#settings = settings;
    this.#log = log.child({ input: settings.id });
    this.#standing = new Standing({ id: settings.id, kind: 'kafka', to: settings.brokers.join(',') });
    this.#intake = new Intake(door, this.#standing, this.#log);
    this.#running = stayConnected(() => this.#connection(), this.#standing, this.#log, this.#closing.signal);
  }

  status(): ConnectionStatus {
    return this.#standing.status();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#intake.close();
    await this.#running;
  }

  async #connection(): Promise<Trouble> {
    try {
      const { signal } = this.#closing;
      const session = new KafkaSession(this.#settings, this.#intake, this.#standing, this.#log, signal);
      return troubleOf(await session.run());
    } catch (error) {
      return troubleOf(error);
    }
  }
}
