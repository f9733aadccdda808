import { type FactorIndex, GRAIN_MS, GRAINS } from '../model/channel.ts';
import type { Device } from '../model/outlet.ts';
import type { Arrivals } from './arrivals.ts';
import type { RowReject } from './codecs/csv/table.ts';
import { type Frame, Framer } from './codecs/hj212/framer.ts';
import { FrameDecoder } from './codecs/hj212/readings.ts';
import { REJECTS, type RejectCode } from './codecs/hj212/rejects.ts';

/** Who sent a frame: the number of its outlet, and what is agreed with the device. */
export interface KnownSender {
  source: number;
  device: Device;
}

/** A DataTime may run ahead of the sending by this much before it is refused (HJ 212 hand-book practice). */
const AHEAD_MS = 600_000;

/**
 * Takes recorded HJ 212 bytes into arrivals. Without a journal to tell, a frame arrives at its QN; without one, when
 * its period ends (contract §2 "Time").
 */
export class Hj212Recording {
  readonly #decoder: FrameDecoder;
  readonly #framer: Framer;
  readonly #senderOf: (mn: string) => KnownSender | undefined;
  readonly #into: Arrivals;
  readonly #reject: (row: RowReject) => void;
  #arrivedAt: number | undefined;

  constructor(
    factors: FactorIndex,
    senderOf: (mn: string) => KnownSender | undefined,
    into: Arrivals,
    reject: (row: RowReject) => void,
  ) {
    this.#decoder = new FrameDecoder(factors);
    this.#senderOf = senderOf;
    this.#into = into;
    this.#reject = reject;
    this.#framer = new Framer(
      { frame: (frame) => this.#frame(frame), reject: (why, at) => this.#refuse(why, at) },
      {
        keysOf: (mn) => (senderOf(mn)?.device.sm4Keys ?? []).map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
        acceptModbus: (mn) => senderOf(mn)?.device.acceptModbusCrc ?? false,
      },
    );
  }

  /** @param arrivedAt when the bytes arrived, epoch ms, where that is known */
  take(bytes: Uint8Array, arrivedAt?: number): void {
    this.#arrivedAt = arrivedAt;
    this.#framer.push(bytes);
    this.#framer.flush();
  }

  #frame(frame: Frame): void {
    const { mn } = frame.header;
    const sender = this.#senderOf(mn);
    if (!sender) {
      const says = { zh: `目录中没有设备 ${mn}`, en: `no device ${mn} in the catalogue` };
      this.#reject({ line: frame.at, why: 'UNKNOWN_MN', says });
      return;
    }
    const { batch } = this.#into;
    const before = batch.length;
    const facts = this.#decoder.decode(frame, batch, sender.source, this.#arrivedAt);
    if (facts.reject) return this.#refuse(facts.reject, frame.at);
    if (facts.grain < 0) return;
    const sentAt = facts.sentAt > 0 ? facts.sentAt : facts.at + GRAIN_MS[GRAINS[facts.grain]!];
    if (facts.at > sentAt + AHEAD_MS) {
      batch.length = before;
      return this.#refuse('FUTURE', frame.at);
    }
    batch.sentAt.fill(sentAt, before, batch.length);
    this.#into.stamp(this.#arrivedAt ?? sentAt);
  }

  #refuse(why: RejectCode, at: number): void {
    this.#reject({ line: at, why, says: REJECTS[why] });
  }
}
