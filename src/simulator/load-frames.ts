import { crc16 } from '../ingest/codecs/hj212/crc.ts';
import { qnOf, stampOf } from '../ingest/codecs/hj212/encode.ts';

/** Ten gas factors of HJ 212-2017 table B.2. */
export const LOAD_FACTORS = [
  'a34013',
  'a21026',
  'a21002',
  'a21005',
  'a21024',
  'a19001',
  'a00000',
  'a01011',
  'a01012',
  'a01014',
] as const;

const HEX = Buffer.from('0123456789ABCDEF');
const VALUE_WIDTH = 6;
const MN_WIDTH = 24;

/** MN of the n-th load device. */
export const loadMn = (device: number) => `F${String(device).padStart(MN_WIDTH - 1, '0')}`;

/**
 * The value of workload W1 for a series and a minute: level by series, noise by a hash, and for some series a frozen
 * stretch, a raised hour and a spike. Always two digits before the point and three behind.
 */
export function w1Value(id: number, minute: number): number {
  const ofDay = minute % 1440;
  let h = Math.imul(id * 1440 + ofDay + 1, 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca77);
  h ^= h >>> 13;
  let v = 20 + (id % 7) + (((h >>> 0) / 4_294_967_296) * 2 - 1) * 4;
  const k = id % 100;
  if (k === 1 && ofDay >= 300 && ofDay <= 389) v = 21.5;
  if (k === 2 && ofDay >= 600 && ofDay <= 659) v += 60;
  if (k === 3 && ofDay === 800) v += 40;
  return Math.round(v * 1000) / 1000;
}

/** Minute frames (CN 2051, Flag 5) of fixed length: only digits are patched between one and the next. */
export class LoadFrames {
  readonly devices: number;
  #ids: readonly number[];
  #template: Buffer;
  /** places of the values, three for each factor */
  #values: number[] = [];
  #mnAt: number;
  #stampAt: number;
  #qnAt = 9;
  #crcAt: number;

  constructor(ids: readonly number[]) {
    this.#ids = ids;
    this.devices = ids.length;
    const area = LOAD_FACTORS.map((c) => `${c}-Min=00.000,${c}-Avg=00.000,${c}-Max=00.000,${c}-Flag=N`).join(';');
    const segment = `QN=00000000000000000;ST=31;CN=2051;PW=123456;MN=${loadMn(0)};Flag=5;CP=&&DataTime=00000000000000;${area}&&`;
    const text = `##${String(segment.length).padStart(4, '0')}${segment}0000\r\n`;
    this.#template = Buffer.from(text, 'latin1');
    this.#mnAt = text.indexOf(';MN=') + 4;
    this.#stampAt = text.indexOf('DataTime=') + 9;
    this.#crcAt = text.length - 6;
    for (let at = text.indexOf('=00.000'); at >= 0; at = text.indexOf('=00.000', at + 1)) this.#values.push(at + 1);
  }

  /** The frames of devices `[from, to)` of this lane for one minute; every QN is used once only. */
  batch(at: number, minute: number, from: number, to: number): { bytes: Buffer; qns: string[] } {
    const size = this.#template.length;
    const bytes = Buffer.allocUnsafe(size * (to - from));
    const qns: string[] = [];
    const stamp = stampOf(at);
    for (let d = from; d < to; d++) {
      const frame = bytes.subarray((d - from) * size, (d - from + 1) * size);
      this.#template.copy(frame);
      const id = this.#ids[d]!;
      const qn = qnOf(at + 60_000 + (id % 60_000));
      qns.push(qn);
      frame.write(qn, this.#qnAt, 'latin1');
      frame.write(loadMn(id), this.#mnAt, 'latin1');
      frame.write(stamp, this.#stampAt, 'latin1');
      for (let f = 0; f < LOAD_FACTORS.length; f++) {
        const avg = Math.round(w1Value(id * LOAD_FACTORS.length + f, minute) * 1000);
        this.#put(frame, this.#values[3 * f]!, avg - 500);
        this.#put(frame, this.#values[3 * f + 1]!, avg);
        this.#put(frame, this.#values[3 * f + 2]!, avg + 500);
      }
      const crc = crc16(frame, 6, this.#crcAt);
      for (let i = 0; i < 4; i++) frame[this.#crcAt + i] = HEX[(crc >> (12 - 4 * i)) & 15]!;
    }
    return { bytes, qns };
  }

  /** `21500` → `21.500` */
  #put(frame: Buffer, at: number, thousandths: number): void {
    let rest = thousandths;
    for (let i = VALUE_WIDTH - 1; i >= 0; i--) {
      if (i === 2) continue;
      frame[at + i] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  }
}
