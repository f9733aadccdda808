import { crc16 } from '../../ingest/codecs/hj212/crc.ts';

const HEAD = Buffer.from('##');
/** A frame is its segment and 12 bytes around it (HJ 212-2017 T2). */
const AROUND = 12;

/**
 * Reads the server's answers (9014) and requests out of a byte stream, however it is cut. The QN stands before or, as in 2005,
 * inside the data area; the 2005 form names no MN.
 */
export class AnswerReader {
  #pending = Buffer.alloc(0);
  #answered: (qn: string) => void;
  #asked: (segment: string) => void;

  /** @param asked told of the data segment of everything that is no 9014 */
  constructor(answered: (qn: string) => void, asked: (segment: string) => void = () => {}) {
    this.#answered = answered;
    this.#asked = asked;
  }

  push(chunk: Uint8Array): void {
    let bytes = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const head = bytes.indexOf(HEAD);
      if (head < 0) break;
      bytes = bytes.subarray(head);
      const length = +bytes.toString('latin1', 2, 6);
      if (bytes.length < 6 || (Number.isInteger(length) && bytes.length < length + AROUND - 2)) break;
      const good =
        Number.isInteger(length) &&
        this.#frame(bytes.subarray(6, 6 + length), bytes.toString('latin1', 6 + length, 10 + length));
      bytes = bytes.subarray(good ? 10 + length : 2);
    }
    this.#pending = bytes;
  }

  #frame(segment: Buffer, crc: string): boolean {
    if (Number.parseInt(crc, 16) !== crc16(segment)) return false;
    const text = segment.toString('latin1');
    const qn = /QN=(\d{17})/.exec(text);
    if (!/CN=9014/.test(text)) this.#asked(text);
    else if (qn) this.#answered(qn[1]!);
    return true;
  }
}
