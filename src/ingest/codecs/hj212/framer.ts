import { AMPERSAND, EQUALS, HASH, hexField, isAscii, isBlank, trimEnd } from './bytes.ts';
import { endsWithCrc, lengthDigits, MORE } from './candidate.ts';
import { crc16Fast, crcModbus, isPossibleCrc, RollingCrc } from './crc.ts';
import { Header } from './header.ts';
import { Odd } from './oddities.ts';
import type { RejectCode } from './rejects.ts';
import { Room, rooms } from './room.ts';
import { isSealed, type Unsealed, unseal } from './unseal.ts';

/** Longest data segment that four digits can say, and longest packet: segment + `##`, length, CRC, CR LF. */
const LONGEST_SEGMENT = 9999;
const LONGEST_PACKET = LONGEST_SEGMENT + 12;
/** Longest segment of the standard (HJ 212-2017 table 2). */
const STANDARD_SEGMENT = 1024;

/** A good frame. Reused: everything in it is valid only during the sink's callback. */
export interface Frame {
  /** the data segment in plain, `bytes[from, to)`; at least four bytes follow it */
  bytes: Uint8Array;
  from: number;
  to: number;
  /** the packet as received, from `##` to the CRC: `raw[rawFrom, rawTo)` */
  raw: Uint8Array;
  rawFrom: number;
  rawTo: number;
  /** offset of `##` in the stream */
  at: number;
  encrypted: boolean;
  /** see {@link Odd} */
  oddities: number;
  header: Header;
}

/** Where outcomes go, in the order of the stream. */
export interface FrameSink {
  frame(frame: Frame): void;
  /** `bytes` is a copy exactly as received; redact it before it is shown. `mn` where the bytes name one. */
  reject(why: RejectCode, at: number, bytes: Uint8Array, mn: string | null): void;
}

export interface FramerOptions {
  /** SM4 keys of a device: the one in force and the one before it */
  keysOf?(mn: string): readonly Uint8Array[];
  /** whether a device's MODBUS CRCs are taken; off unless its configuration is known to be at fault */
  acceptModbus?(mn: string): boolean;
}

/** A look at a candidate came to nothing; otherwise it gives the position to go on at, or MORE. */
const FAILED = -2;

/** A failed candidate may be looked at a second way (MODBUS, SM4) so often while it lies under earlier ones. */
const SECOND_LOOKS = 32;

/**
 * Finds HJ 212 frames in a stream, by length and CRC, never by CR LF. Every byte ends in exactly one outcome — a good
 * frame or a reject — or is a blank between two. Whatever the chunks, the outcomes and their order are the same, since
 * nothing is decided before the bytes that decide it are there; only {@link flush} cuts that short. Work is linear in the
 * bytes, and what is held is bounded, whatever comes.
 *
 * A candidate is `##` and a length. It is good where the CRC stands at the declared end. Otherwise its end is looked for:
 * the first `&&` + 4 hex digits + (blank | `##` | end) before the next candidate. A right CRC there means that only the
 * length was wrong; otherwise the candidate is rejected and the search goes on behind it, at the next candidate.
 */
export class Framer {
  readonly #sink: FrameSink;
  readonly #options: FramerOptions;
  readonly #header = new Header();
  readonly #frame: Frame;
  /** what waits between two pushes */
  #held: Uint8Array = new Uint8Array(0);
  /** offset in the stream of `#held[0]`, and of the room's first byte while working */
  #first = 0;
  /** in the room: where to go on, where a run of garbage began (-1 = none), how far an end was looked for (0 = not yet) */
  #at = 0;
  #garbage = -1;
  #looked = 0;
  /** offset in the stream up to which candidates were checked that did not turn out good */
  #tried = 0;
  #secondLooks = 0;
  #rolling: RollingCrc | undefined;
  #room: Room;
  /** blanks between outcomes, bytes */
  blanks = 0;

  constructor(sink: FrameSink, options: FramerOptions = {}) {
    this.#sink = sink;
    this.#options = options;
    this.#room = rooms[0] ?? new Room();
    const { bytes } = this.#room;
    this.#frame = {
      bytes,
      from: 0,
      to: 0,
      raw: bytes,
      rawFrom: 0,
      rawTo: 0,
      at: 0,
      encrypted: false,
      oddities: 0,
      header: this.#header,
    };
  }

  /** Bytes that wait for more. */
  get pending(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): void {
    let taken = 0;
    while (taken < chunk.length) {
      taken += this.#work(chunk, taken, false);
    }
  }

  /** End of the input or of a message, or a silence so long that the sender has given up: decides on all that waits. */
  flush(): void {
    this.#work(NOTHING, 0, true);
  }

  /** Works on what is held and as much of the chunk as there is room for. Returns how much that was. */
  #work(chunk: Uint8Array, from: number, final: boolean): number {
    const room = rooms.pop() ?? new Room();
    this.#room = room;
    const { bytes } = room;
    const held = this.#held.length;
    const taken = Math.min(chunk.length - from, bytes.length - held);
    bytes.set(this.#held);
    bytes.set(from === 0 && taken === chunk.length ? chunk : chunk.subarray(from, from + taken), held);
    const end = held + taken;
    try {
      this.#scan(end, final);
    } finally {
      this.#hold(bytes, end);
      rooms.push(room);
    }
    return taken;
  }

  #hold(bytes: Uint8Array, end: number): void {
    const keep = this.#garbage >= 0 ? this.#garbage : this.#at;
    this.#held = keep >= end ? NOTHING : bytes.slice(keep, end);
    this.#first += Math.min(keep, end);
    this.#at -= keep;
    if (this.#garbage >= 0) this.#garbage = 0;
    if (this.#looked > 0) this.#looked -= keep;
  }

  #scan(end: number, final: boolean): void {
    const { bytes } = this.#room;
    while (this.#at < end) {
      const at = this.#at;
      if (bytes[at] === HASH) {
        const digits = lengthDigits(bytes, at, end, final);
        if (digits === MORE) return;
        if (digits > 0) {
          const next = this.#judge(at, digits, end, final);
          if (next === MORE) return;
          this.#at = next;
          this.#looked = 0;
          continue;
        }
      } else if (this.#garbage < 0 && isBlank(bytes[at]!)) {
        this.blanks++;
        this.#at++;
        continue;
      }
      this.#addGarbage(at, at + 1);
    }
    if (final) this.#endGarbage(end);
  }

  #addGarbage(from: number, to: number): void {
    if (this.#garbage < 0) this.#garbage = from;
    this.#at = to;
    if (to - this.#garbage >= LONGEST_PACKET) this.#endGarbage(to);
  }

  /** Tells of the garbage in front of `to`, the blanks at its end not counted in. */
  #endGarbage(to: number): void {
    const from = this.#garbage;
    if (from < 0) return;
    this.#garbage = -1;
    this.#reject('GARBAGE', from, to, false);
  }

  /** Looks at the candidate at `at`. Returns where to go on, or MORE. */
  #judge(at: number, digits: number, end: number, final: boolean): number {
    const { bytes } = this.#room;
    const from = at + 2 + digits;
    let length = 0;
    for (let i = at + 2; i < from; i++) length = length * 10 + bytes[i]! - 0x30;
    const to = from + length;
    if (this.#looked === 0) {
      if (to + 4 <= end) {
        const next = this.#tryDeclared(at, from, to, digits);
        if (next !== FAILED) return next;
      } else if (!final) return MORE;
      this.#looked = from;
    }
    return this.#findEnd(at, from, to, digits, end, final);
  }

  /** Whether the CRC stands where the length says. Returns where to go on, or FAILED. */
  #tryDeclared(at: number, from: number, to: number, digits: number): number {
    const { bytes, words } = this.#room;
    const crc = hexField(bytes, to);
    if (crc < 0) return FAILED;
    const next = to + 4;
    const odd = digits === 4 ? 0 : Odd.LEN;
    const fresh = this.#first + from >= this.#tried;
    const right = this.#isCrc(crc, from, to, fresh);
    if (right) {
      this.#header.read(bytes, from, to);
      if (this.#header.version !== 2 || isAscii(words, bytes, from, to)) return this.#good(at, from, to, next, odd);
    }
    if (fresh) {
      this.#tried = this.#first + next;
      this.#secondLooks = 0;
    } else if (!right && this.#secondLooks++ >= SECOND_LOOKS) return FAILED;
    if (!right) this.#header.read(bytes, from, to);
    return this.#secondLook(at, from, to, crc, right, odd);
  }

  /** SM4 and MODBUS, for a segment that ends as it declares. */
  #secondLook(at: number, from: number, to: number, crc: number, right: boolean, odd: number): number {
    const { bytes } = this.#room;
    const header = this.#header;
    const next = to + 4;
    const closed = bytes[to - 1] === AMPERSAND && bytes[to - 2] === AMPERSAND;
    if (header.version === 2) {
      const opened = unseal(bytes, from, to, header, crc, this.#keys());
      if (opened) return this.#goodSealed(at, opened, next, odd);
      if (closed && isSealed(bytes, header.cpFrom, header.cpTo)) {
        this.#endGarbage(at);
        this.#reject('SM4', at, next, true);
        return next;
      }
    }
    if (right) return this.#good(at, from, to, next, odd);
    return closed && !isPossibleCrc(crc) && crcModbus(bytes, from, to) === crc
      ? this.#modbus(at, from, to, next, odd)
      : FAILED;
  }

  /** Looks for the end of a candidate whose length does not lead to its CRC. Returns where to go on, or MORE. */
  #findEnd(at: number, from: number, to: number, digits: number, end: number, final: boolean): number {
    const { bytes } = this.#room;
    const limit = Math.min(end, at + LONGEST_PACKET);
    for (let i = this.#looked; i < limit; i++) {
      const b = bytes[i]!;
      if (b !== AMPERSAND && b !== HASH) continue;
      const found = b === HASH ? lengthDigits(bytes, i, end, final) : endsWithCrc(bytes, i, end, final);
      if (found === MORE) {
        this.#looked = i;
        return MORE;
      }
      if (found === 0) continue;
      return b === HASH ? this.#cutOff(at, i, to) : this.#tryEnd(at, from, i + 2, i + 2 === to && digits === 4);
    }
    if (end - at >= LONGEST_PACKET) return this.#cutOff(at, limit, to);
    if (final) return this.#cutOff(at, end, to);
    this.#looked = limit;
    return MORE;
  }

  /** The segment may end at `to`, before a CRC. */
  #tryEnd(at: number, from: number, to: number, declared: boolean): number {
    const { bytes } = this.#room;
    const next = to + 4;
    const crc = hexField(bytes, to);
    if (to > from && this.#isCrc(crc, from, to, this.#first + from >= this.#tried)) {
      this.#header.read(bytes, from, to);
      return this.#good(at, from, to, next, Odd.LEN);
    }
    if (!isPossibleCrc(crc) && crcModbus(bytes, from, to) === crc) {
      this.#header.read(bytes, from, to);
      return this.#modbus(at, from, to, next, Odd.LEN);
    }
    return this.#refuse(declared ? 'CRC' : 'LEN', at, next);
  }

  /** No end was found before `to`, where another candidate begins or the search ends. */
  #cutOff(at: number, to: number, declared: number): number {
    const { bytes } = this.#room;
    const last = trimEnd(bytes, at, to);
    const closed = bytes[last - 1] === AMPERSAND && bytes[last - 2] === AMPERSAND;
    return this.#refuse(closed ? 'NO_CRC' : last < declared ? 'TRUNCATED' : 'LEN', at, to);
  }

  #modbus(at: number, from: number, to: number, next: number, odd: number): number {
    if (this.#header.fault === null && this.#options.acceptModbus?.(this.#header.mn)) {
      return this.#good(at, from, to, next, odd | Odd.CRC_MODBUS);
    }
    return this.#refuse('CRC_MODBUS', at, next);
  }

  /** Rejects a candidate; one that holds no field at all is mere garbage. Returns where to go on. */
  #refuse(why: RejectCode, at: number, next: number): number {
    if (!this.#room.bytes.subarray(at, next).includes(EQUALS)) {
      this.#addGarbage(at, next);
      return next;
    }
    this.#endGarbage(at);
    this.#reject(why, at, next, true);
    return next;
  }

  /** Hands on the frame whose header was read. Returns `next`. */
  #good(at: number, from: number, to: number, next: number, odd: number): number {
    const frame = this.#frame;
    frame.bytes = this.#room.bytes;
    frame.from = from;
    frame.to = to;
    frame.encrypted = false;
    return this.#emit(at, next, odd);
  }

  #goodSealed(at: number, { bytes, length, hex }: Unsealed, next: number, odd: number): number {
    const frame = this.#frame;
    frame.bytes = bytes;
    frame.from = 0;
    frame.to = length;
    frame.encrypted = true;
    this.#header.read(bytes, 0, length);
    return this.#emit(at, next, hex ? odd | Odd.SM4_HEX : odd);
  }

  #emit(at: number, next: number, odd: number): number {
    this.#endGarbage(at);
    const fault = this.#header.fault;
    if (fault !== null) {
      this.#reject(fault, at, next, true);
      return next;
    }
    const frame = this.#frame;
    frame.raw = this.#room.bytes;
    frame.rawFrom = at;
    frame.rawTo = next;
    frame.at = this.#first + at;
    frame.oddities = odd | this.#header.oddities | (frame.to - frame.from > STANDARD_SEGMENT ? Odd.LONG : 0);
    this.#at = next;
    this.#looked = 0;
    this.#sink.frame(frame);
    return next;
  }

  #reject(why: RejectCode, from: number, to: number, named: boolean): void {
    const { bytes } = this.#room;
    const last = trimEnd(bytes, from, to);
    this.blanks += to - last;
    this.#at = to;
    this.#looked = 0;
    this.#sink.reject(why, this.#first + from, bytes.slice(from, last), named ? mnIn(bytes, from, last) : null);
  }

  #isCrc(crc: number, from: number, to: number, fresh: boolean): boolean {
    if (to === from) return crc === 0xffff;
    if (!isPossibleCrc(crc)) return false;
    const { bytes, words } = this.#room;
    if (fresh) return crc16Fast(bytes, words, from, to) === crc;
    this.#rolling ??= new RollingCrc();
    return this.#rolling.crc(bytes, this.#first, this.#first + from, this.#first + to) === crc;
  }

  #keys(): readonly Uint8Array[] {
    return this.#options.keysOf?.(this.#header.mn) ?? [];
  }
}

const NOTHING = new Uint8Array(0);

const HEADER = new Header();

/** The MN that a refused candidate names; null where it names none that could be one. */
function mnIn(bytes: Uint8Array, from: number, to: number): string | null {
  HEADER.read(bytes, Math.min(from + 6, to), to);
  const { mn } = HEADER;
  if (!/^[0-9A-Za-z_-]{1,32}$/.test(mn)) return null;
  // Cut off inside the field it would name another sender.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
  return text.includes(`=${mn};`) ? mn : null;
}
