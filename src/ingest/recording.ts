import { type FactorIndex, GRAIN_MS, GRAINS } from '../model/channel.ts';
import type { Device } from '../model/outlet.ts';
import type { Arrivals } from './arrivals.ts';
import type { RowReject } from './codecs/csv/table.ts';
import { type Frame, Framer } from './codecs/hj212/framer.ts';
import { FrameDecoder } from './codecs/hj212/readings.ts';
import { REJECTS } from './codecs/hj212/rejects.ts';

/** Who sent a frame: the number of its outlet, and what is agreed with the device. */
export interface KnownSender {
  source: number;
  device: Device;
}

/** A DataTime may run ahead of the sending by this much before it is refused (HJ 212 hand-book practice). */
const AHEAD_MS = 600_000;

/**
 * Recorded HJ 212 bytes, any number of frames. A frame arrives at its QN; without one, when its period ends (contract
 * §2 "Time").
 */
export function readHj212(
  bytes: Uint8Array,
  factors: FactorIndex,
  senderOf: (mn: string) => KnownSender | undefined,
  into: Arrivals,
  reject: (row: RowReject) => void,
): void {
  const decoder = new FrameDecoder(factors);
  const refuse = (why: string, at: number, zh: string, en: string) => reject({ line: at, why, says: { zh, en } });
  const frame = (frame: Frame) => {
    const { mn } = frame.header;
    const sender = senderOf(mn);
    if (!sender) return refuse('UNKNOWN_MN', frame.at, `目录中没有设备 ${mn}`, `no device ${mn} in the catalogue`);
    const before = into.batch.length;
    const facts = decoder.decode(frame, into.batch, sender.source);
    if (facts.reject) return refuse(facts.reject, frame.at, REJECTS[facts.reject].zh, REJECTS[facts.reject].en);
    if (facts.grain < 0) return;
    const ends = facts.at + GRAIN_MS[GRAINS[facts.grain]!];
    if (facts.sentAt > 0 && facts.at > facts.sentAt + AHEAD_MS) {
      into.batch.length = before;
      return refuse('FUTURE', frame.at, REJECTS.FUTURE.zh, REJECTS.FUTURE.en);
    }
    const arrival = facts.sentAt > 0 ? facts.sentAt : ends;
    for (let i = before; i < into.batch.length; i++) into.batch.sentAt[i] = arrival;
    into.stamp(arrival);
  };
  const framer = new Framer(
    { frame, reject: (why, at) => refuse(why, at, REJECTS[why].zh, REJECTS[why].en) },
    {
      keysOf: (mn) => (senderOf(mn)?.device.sm4Keys ?? []).map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
      acceptModbus: (mn) => senderOf(mn)?.device.acceptModbusCrc ?? false,
    },
  );
  framer.push(bytes);
  framer.flush();
}
