import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Allowance } from '../../allowance.ts';
import { count, type IngestCounters } from '../../counters.ts';
import type { Limits } from '../../limits.ts';
import type { Listener, Peer } from '../../listener.ts';
import { Connection } from './connection.ts';

/** When we close: how long a peer may take to close as well, ms. */
const GRACE_MS = 2000;

export interface TcpGatewayOptions {
  host: string;
  /** 0 = any that is free */
  port: number;
  limits: Limits;
  counters: IngestCounters;
  /** Makes whoever listens to a peer. */
  listenTo(peer: Peer): Listener;
}

interface Neighbourhood {
  open: number;
  connects: Allowance;
}

/** Opens the port; resolves when devices can connect. Rejects where the port cannot be had. */
export async function openTcpGateway(options: TcpGatewayOptions): Promise<TcpGateway> {
  const gateway = new TcpGateway(options);
  await gateway.open();
  return gateway;
}

/**
 * The port that devices connect to: thousands of them, of which none may disturb another. Knows sockets and limits; what
 * the bytes mean is the listener's.
 */
export class TcpGateway {
  readonly #options: TcpGatewayOptions;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #addresses = new Map<string, Neighbourhood>();
  #crowded = false;
  #rounds: NodeJS.Timeout | undefined;

  constructor(options: TcpGatewayOptions) {
    this.#options = options;
    // A device may close its side and still wait for its last answers.
    const settings = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
    this.#server = createServer(settings, (socket) => this.#accept(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    const { host, port, limits } = this.#options;
    this.#server.listen({ host, port, backlog: 4096 });
    await once(this.#server, 'listening');
    // From now on an error is one refused connection (no file descriptor left), not the end of the port.
    this.#server.on('error', () => count(this.#options.counters.connectionsClosed, 'ACCEPT'));
    const everyMs = Math.min(5000, limits.silenceMs / 2, limits.stalledMs / 2, limits.idleMs / 2);
    this.#rounds = setInterval(() => this.#inspect(), everyMs);
  }

  /** Hears no more; what was heard is still made durable and answered. */
  async close(): Promise<void> {
    clearInterval(this.#rounds);
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.end();
    const leave = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, GRACE_MS);
    await closed;
    clearTimeout(leave);
  }

  #accept(socket: Socket): void {
    const { limits, counters, listenTo } = this.#options;
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const neighbourhood = this.#neighbourhood(address);
    const refusal = this.#refusal(neighbourhood);
    if (refusal) {
      count(counters.connectionsClosed, refusal);
      socket.destroy();
      return;
    }
    const name = `tcp ${address}:${socket.remotePort}`;
    const listener = listenTo({ name, address, say: (bytes) => connection.say(bytes) });
    const connection: Connection = new Connection(socket, listener, limits, (bytes) => this.#underWay(bytes));
    if (this.#crowded) connection.hold('everybody');
    this.#connections.add(connection);
    neighbourhood.open += 1;
    counters.connections += 1;
    counters.connectionsOpened += 1;
    socket.on('close', () => {
      this.#connections.delete(connection);
      neighbourhood.open -= 1;
      counters.connections -= 1;
    });
  }

  #neighbourhood(address: string): Neighbourhood {
    let known = this.#addresses.get(address);
    if (!known) {
      const { connectionsPerAddress, connectsPerSecond } = this.#options.limits;
      known = { open: 0, connects: new Allowance(connectionsPerAddress, connectsPerSecond, Date.now()) };
      this.#addresses.set(address, known);
    }
    return known;
  }

  #refusal({ open, connects }: Neighbourhood): string | undefined {
    const { connections, connectionsPerAddress } = this.#options.limits;
    if (this.#connections.size >= connections) return 'TOO_MANY';
    if (open >= connectionsPerAddress) return 'TOO_MANY_FROM_ADDRESS';
    if (!connects.take(Date.now())) return 'TOO_OFTEN';
    return undefined;
  }

  /** Too much waits for the disk: everybody waits with it, and goes on when half of it is done. */
  #underWay(bytes: number): void {
    const { counters, limits } = this.#options;
    counters.undurableBytes += bytes;
    if (!this.#crowded && counters.undurableBytes > limits.undurableBytesTotal) {
      this.#crowded = true;
      for (const connection of this.#connections) connection.hold('everybody');
    } else if (this.#crowded && counters.undurableBytes < limits.undurableBytesTotal / 2) {
      this.#crowded = false;
      for (const connection of this.#connections) connection.release('everybody');
    }
  }

  #inspect(): void {
    const at = Date.now();
    for (const connection of this.#connections) {
      const fault = connection.inspect(at);
      if (!fault) continue;
      count(this.#options.counters.connectionsClosed, fault);
      connection.destroy();
    }
    for (const [address, { open, connects }] of this.#addresses) {
      if (open === 0 && connects.untouched(at)) this.#addresses.delete(address);
    }
  }
}
