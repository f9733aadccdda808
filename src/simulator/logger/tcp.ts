import { connect, type Socket } from 'node:net';
import type { Random } from '../random.ts';
import type { Logger } from './logger.ts';

const RETRY_MS = 1000;
const LOOK_MS = 500;
const TORN_SHARE = 0.02;

export interface TcpOptions {
  host: string;
  port: number;
  /** how chunks are cut: real links tear frames apart and stick them together */
  random: Random;
  signal: AbortSignal;
}

/** Binds a logger to a TCP connection to the server, opened again whenever it closes or answers stay away. */
export class TcpLink {
  #logger: Logger;
  #options: TcpOptions;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout;
  #torn: Buffer = Buffer.alloc(0);
  #answered: (() => void)[] = [];

  constructor(logger: Logger, options: TcpOptions) {
    this.#logger = logger;
    this.#options = options;
    this.#look = setInterval(() => this.#lookAfter(), LOOK_MS);
    options.signal.addEventListener('abort', () => this.#close(), { once: true });
    this.#open();
  }

  /** Puts on the wire what the logger has ready. */
  flush(): void {
    const socket = this.#socket;
    if (socket === undefined || socket.connecting) return;
    const bytes = Buffer.concat([this.#torn, ...this.#logger.take(Date.now())]);
    if (bytes.length === 0) return;
    const tear = this.#options.random.uniform() < TORN_SHARE;
    const cut = tear ? Math.floor(this.#options.random.between(1, bytes.length)) : bytes.length;
    socket.write(bytes.subarray(0, cut));
    this.#torn = bytes.subarray(cut);
    if (tear) setImmediate(() => this.flush());
  }

  /** Resolves when the link is open and no more than `most` frames are unanswered. */
  async ready(most: number): Promise<void> {
    while (!this.#options.signal.aborted && (!this.#logger.attached || this.#logger.unanswered > most)) {
      await new Promise<void>((resolve) => this.#answered.push(resolve));
    }
  }

  #open(): void {
    const socket = connect({ host: this.#options.host, port: this.#options.port, noDelay: true });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#logger.attach();
      this.flush();
      this.#wake();
    });
    socket.on('data', (chunk) => {
      this.#logger.receive(chunk);
      this.flush();
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#logger.detach();
      this.#socket = undefined;
      this.#torn = Buffer.alloc(0);
      if (!this.#options.signal.aborted) this.#retry = setTimeout(() => this.#open(), RETRY_MS);
    });
  }

  #lookAfter(): void {
    if (this.#logger.exhausted) this.#socket?.destroy();
    else this.flush();
  }

  #wake(): void {
    for (const wake of this.#answered.splice(0)) wake();
  }

  #close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#wake();
  }
}
