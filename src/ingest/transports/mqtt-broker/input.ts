import { createServer, type Server } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Logger } from 'pino';
import type { Connection, ConnectionStatus } from '../../../model/connection.ts';
import type { Text } from '../../../model/text.ts';
import type { MessageDoor } from '../../messages.ts';
import { Intake } from '../intake.ts';
import { matches } from '../mqtt/topics.ts';
import { Standing } from '../standing.ts';
import { stayConnected } from '../stay-connected.ts';
import type { MqttBrokerSettings } from './settings.ts';

const NOT_AUTHORIZED = 5;

/**
 * An MQTT 3.1.1 broker in this process, for trials. What matches a filter is acknowledged to its publisher when it is
 * durable; everything is also passed on to whoever subscribes. Sessions and retained messages live in memory only.
 */
export class MqttBrokerInput implements Connection {
  readonly #settings: MqttBrokerSettings;
  readonly #standing: Standing;
  readonly #intake: Intake;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(settings: MqttBrokerSettings, door: MessageDoor, log: Logger) {
    this.#settings = settings;
    const own = log.child({ input: settings.id });
    this.#standing = new Standing({ id: settings.id, kind: settings.kind, to: settings.listen });
    this.#intake = new Intake(door, this.#standing, own);
    this.#running = stayConnected(
      async () => ({ lasting: true, says: await this.#serve() }),
      this.#standing,
      own,
      this.#closing.signal,
    );
  }

  status(): ConnectionStatus {
    return this.#standing.status();
  }

  async close(): Promise<void> {
    await this.#intake.close();
    this.#closing.abort();
    await this.#running;
  }

  /** Listens until it cannot, or is to close; resolves with the reason. */
  async #serve(): Promise<Text> {
    const broker = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        if (this.#knows(username, password)) done(null, true);
        else
          done(Object.assign(new Error('not authorised'), { returnCode: NOT_AUTHORIZED }) as AuthenticateError, null);
      },
      authorizePublish: (client, packet, done) => {
        this.#take(client, packet.topic, packet.payload).then(() => done(), done);
      },
    });
    const server = createServer(broker.handle);
    try {
      const why = await this.#listening(server);
      return {
        zh: `无法监听 ${this.#settings.listen}（${why}）：请释放端口或改 listen`,
        en: `cannot listen on ${this.#settings.listen} (${why}): free the port or change listen`,
      };
    } finally {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      server.close();
    }
  }

  #listening(server: Server): Promise<string> {
    const { listen } = this.#settings;
    const at = listen.lastIndexOf(':');
    const host = listen.slice(0, at).replace(/^\[|\]$/g, '');
    return new Promise((resolve) => {
      server.on('error', (error) => resolve(error.message));
      this.#closing.signal.addEventListener('abort', () => resolve('closed'), { once: true });
      server.listen({ host, port: Number(listen.slice(at + 1)) }, () => this.#standing.link('open'));
    });
  }

  #knows(username: string | undefined, password: Buffer | undefined): boolean {
    const wanted = this.#settings;
    if (wanted.username && wanted.username !== username) return false;
    return !wanted.password || wanted.password.reveal() === password?.toString();
  }

  async #take(client: Client | null, topic: string, payload: string | Buffer): Promise<void> {
    const mapping = this.#settings.subscribe.find(({ filter }) => matches(filter, topic))?.mapping;
    if (!client || mapping === undefined) return;
    const peer = `mqtt ${this.#settings.id}`;
    await this.#intake.take({ peer, subject: topic, bytes: Buffer.from(payload as Buffer), mapping });
  }
}
