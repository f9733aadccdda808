import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A device for tests, written from the standard alone: it shares no line with the codec, so that both being wrong in the
 * same way is unlikely. The CRC goes bit by bit as HJ 212-2017 Annex A tells it.
 */
export function crc(segment: Uint8Array): string {
  let register = 0xffff;
  for (const byte of segment) {
    register = (register >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit++) {
      const out = register & 1;
      register >>= 1;
      if (out === 1) register ^= 0xa001;
    }
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
}

/** The packet around a data segment. */
export function packet(segment: string): Buffer {
  const bytes = Buffer.from(segment);
  return Buffer.from(`##${String(bytes.length).padStart(4, '0')}${segment}${crc(bytes)}\r\n`);
}

export class RawDevice {
  readonly socket: Socket;
  /** data segments of the answers, as they came */
  readonly answers: string[] = [];
  /** everything that came, as it came */
  received = '';
  closed = false;
  #rest = '';
  #wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => this.#hear(bytes.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.#wake?.();
    });
  }

  static async connect(port: number, allowHalfOpen = false): Promise<RawDevice> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen });
    const device = new RawDevice(socket);
    await once(socket, 'connect');
    return device;
  }

  /** Resolves when the system has taken the bytes. */
  send(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }

  /** Waits until so many answers have come in all, or the connection is closed. */
  async answered(count: number): Promise<string[]> {
    while (this.answers.length < count && !this.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.answers;
  }

  async gone(): Promise<void> {
    if (!this.closed) await once(this.socket, 'close');
  }

  #hear(text: string): void {
    this.received += text;
    this.#rest += text;
    for (;;) {
      const head = /^##(\d{4})/.exec(this.#rest);
      const size = Number(head?.[1]) + 12;
      if (!head || this.#rest.length < size) break;
      const segment = this.#rest.slice(6, size - 6);
      const tail = this.#rest.slice(size - 6, size);
      if (tail !== `${crc(Buffer.from(segment, 'latin1'))}\r\n`)
        throw new Error(`bad answer ${this.#rest.slice(0, size)}`);
      this.answers.push(segment);
      this.#rest = this.#rest.slice(size);
    }
    this.#wake?.();
  }
}
