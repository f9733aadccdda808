import type { Socket } from 'node:net';
import { Allowance } from '../../allowance.ts';
import type { Limits } from '../../limits.ts';
import type { Listener, Receipt } from '../../listener.ts';

/** Why reading pauses: TCP then slows the peer down, and nothing of it is lost. */
type Hold = 'undurable' | 'untaken' | 'refused' | 'everybody';

/**
 * One socket. Bytes go to the listener, answers come back when it says so. Reading pauses while too much waits to
 * become durable, while the peer does not take its answers, and while it pays for rubbish.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #listener: Listener;
  readonly #limits: Limits;
  readonly #holds = new Set<Hold>();
  readonly #rubbish: Allowance;
  /** tells the gateway how the bytes on their way change */
  readonly #underWay: (bytes: number) => void;
  #undurable = 0;
  #waiting = 0;
  #ended = false;
  /** when the peer last said something, took something, or was let go on; epoch ms */
  #movedAt: number;
  #penalty: NodeJS.Timeout | undefined;

  constructor(socket: Socket, listener: Listener, limits: Limits, underWay: (bytes: number) => void) {
    this.#socket = socket;
    this.#listener = listener;
    this.#limits = limits;
    this.#underWay = underWay;
    this.#movedAt = Date.now();
    this.#rubbish = new Allowance(4 * limits.refusedBytesPerSecond, limits.refusedBytesPerSecond, this.#movedAt);
    socket.on('data', (bytes) => this.#heard(bytes));
    socket.on('drain', () => this.#taken());
    socket.on('end', () => this.#finish());
    socket.on('close', () => {
      clearTimeout(this.#penalty);
      this.#finish();
    });
    // 'close' follows, and a peer that vanished is nothing to speak of.
    socket.on('error', () => {});
  }

  hold(why: Hold): void {
    this.#holds.add(why);
    // Once nothing more is heard, reading goes on all the same, to see the peer close.
    if (!this.#ended) this.#socket.pause();
  }

  release(why: Hold): void {
    if (!this.#holds.delete(why) || this.#holds.size > 0) return;
    this.#movedAt = Date.now();
    this.#socket.resume();
  }

  /** Looks at a connection that stands still: gives up its begun frame, or says why it should be closed. */
  inspect(at: number): 'IDLE' | 'STALLED' | undefined {
    const still = at - this.#movedAt;
    if (this.#holds.has('untaken')) return still > this.#limits.stalledMs ? 'STALLED' : undefined;
    if (this.#holds.size > 0) return undefined;
    if (still > this.#limits.silenceMs && this.#listener.pendingBytes > 0) this.#handle(this.#listener.finish(), 0);
    return still > this.#limits.idleMs ? 'IDLE' : undefined;
  }

  /** Something that the peer did not ask for. @returns whether it is on its way */
  say(bytes: Uint8Array): boolean {
    if (this.#ended || !this.#socket.writable || this.#holds.has('untaken')) return false;
    if (!this.#socket.write(bytes)) this.hold('untaken');
    return true;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Hears no more, answers what was heard, and closes. */
  end(): void {
    this.#finish();
    this.#socket.resume();
  }

  #heard(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#movedAt = Date.now();
    this.#handle(this.#listener.receive(bytes), bytes.length);
  }

  #taken(): void {
    this.#movedAt = Date.now();
    this.release('untaken');
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#handle(this.#listener.finish(), 0);
    this.#closeWhenAnswered();
  }

  #handle({ refusedBytes, answers }: Receipt, size: number): void {
    if (refusedBytes > 0) this.#charge(refusedBytes);
    if (!answers) return;
    this.#waiting += 1;
    this.#move(size);
    void answers.then((bytes) => {
      this.#waiting -= 1;
      this.#move(-size);
      if (bytes && this.#socket.writable && !this.#socket.write(bytes)) this.hold('untaken');
      this.#closeWhenAnswered();
    });
  }

  #move(bytes: number): void {
    this.#undurable += bytes;
    this.#underWay(bytes);
    if (this.#undurable > this.#limits.undurableBytes) this.hold('undurable');
    else this.release('undurable');
  }

  #charge(refusedBytes: number): void {
    const waitMs = this.#rubbish.spend(refusedBytes, Date.now());
    if (waitMs === 0) return;
    this.hold('refused');
    clearTimeout(this.#penalty);
    this.#penalty = setTimeout(() => this.release('refused'), waitMs);
  }

  #closeWhenAnswered(): void {
    if (this.#ended && this.#waiting === 0) this.#socket.end();
  }
}
