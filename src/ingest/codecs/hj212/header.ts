import { ByteTable } from './byte-table.ts';
import {
  AMPERSAND,
  COMMA,
  EQUALS,
  isBlank,
  isDigit,
  isLetter,
  latin1,
  SEMICOLON,
  skipBlanks,
  trimEnd,
} from './bytes.ts';
import { Odd } from './oddities.ts';
import type { RejectCode } from './rejects.ts';
import { allDigits, STAMP_MS, sentAtOf } from './time.ts';

/** MNs are few and come again with every frame. */
const MNS = new ByteTable(65_536);

/** Longest MN that is taken: 24 by the standard, 6 to 24 in the field. */
const MN_LONGEST = 32;

/**
 * The fields before the data area (HJ 212-2017 table 3), read tolerantly: any order, keys in any case, `,X=` for `;X=`,
 * the first of a repeated field. Holds offsets; strings are made when asked for. The password is never handed out.
 */
export class Header {
  #bytes: Uint8Array = new Uint8Array(0);
  #qn = 0;
  #qnEnd = 0;
  #st = 0;
  #stEnd = 0;
  #cn = 0;
  #cnEnd = 0;
  #mn = 0;
  #mnEnd = 0;
  #pw = 0;
  #pwEnd = 0;
  #seen = 0;
  #flag = -1;
  #pnum = -1;
  #pno = -1;
  /** the sender's clock at sending (QN), epoch ms; 0 = unknown */
  sentAt = 0;
  /** backfill (HJ 212-2025): exactly `RF=1` */
  rf = false;
  /** the data area, without its `&&` */
  cpFrom = 0;
  cpTo = 0;
  /** what is odd about it, see {@link Odd} */
  oddities = 0;

  /** null = missing */
  get qn(): string | null {
    return this.#has(QN) ? latin1(this.#bytes, this.#qn, this.#qnEnd) : null;
  }
  /** system code; '' = missing */
  get st(): string {
    return latin1(this.#bytes, this.#st, this.#stEnd);
  }
  /** command; '' = missing */
  get cn(): string {
    return latin1(this.#bytes, this.#cn, this.#cnEnd);
  }
  /** the command as a number of four digits; -1 = something else */
  get command(): number {
    return this.#cnEnd - this.#cn === 4 ? number(this.#bytes, this.#cn, this.#cnEnd) : -1;
  }
  /** '' = missing, or a device that has none yet */
  get mn(): string {
    const id = MNS.of(this.#bytes, this.#mn, this.#mnEnd);
    return id < 0 ? latin1(this.#bytes, this.#mn, this.#mnEnd) : MNS.text(id);
  }
  get hasMn(): boolean {
    return this.#has(MN);
  }
  get flag(): number | null {
    return this.#flag < 0 ? null : this.#flag;
  }
  /** edition: 0 = 2005 (also without Flag), 1 = 2017, 2 = 2025 or the surface-water protocol */
  get version(): number {
    return this.#flag < 0 ? 0 : this.#flag >> 2;
  }
  get needAck(): boolean {
    return this.#flag > 0 && (this.#flag & 1) === 1;
  }
  get pnum(): number | null {
    return this.#pnum < 0 ? null : this.#pnum;
  }
  get pno(): number | null {
    return this.#pno < 0 ? null : this.#pno;
  }
  get hasPassword(): boolean {
    return this.#has(PW);
  }

  passwordIs(expected: string): boolean {
    return this.#has(PW) && latin1(this.#bytes, this.#pw, this.#pwEnd) === expected;
  }

  /** Length of `PW=…;`; 0 = missing. */
  get passwordBytes(): number {
    return this.#has(PW) ? this.#pwEnd - this.#pw + 4 : 0;
  }

  /** For answers, which repeat it (HJ 212-2017 table C.14): copies the `PW=…;` of the frame into `to`. Returns the end. */
  copyPassword(to: Uint8Array, at: number): number {
    if (!this.#has(PW)) return at;
    to.set([0x50, 0x57, EQUALS], at);
    to.set(this.#bytes.subarray(this.#pw, this.#pwEnd), at + 3);
    const end = at + 3 + this.#pwEnd - this.#pw;
    to[end] = SEMICOLON;
    return end + 1;
  }

  /** Reads the segment `bytes[from, to)`. The header is valid as long as the bytes are. */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#seen = 0;
    this.#qn = this.#qnEnd = this.#st = this.#stEnd = this.#cn = this.#cnEnd = from;
    this.#mn = this.#mnEnd = this.#pw = this.#pwEnd = from;
    this.#flag = this.#pnum = this.#pno = -1;
    this.rf = false;
    this.oddities = 0;
    const end = trimEnd(bytes, from, to);
    const closed = end - 2 >= from && bytes[end - 1] === AMPERSAND && bytes[end - 2] === AMPERSAND;
    const last = closed ? end - 2 : end;
    const area = this.#readFields(bytes, from, end, last);
    if (area < 0) {
      this.cpFrom = this.cpTo = last;
      this.oddities |= Odd.NOCP;
    } else this.#readArea(bytes, area, end, last);
    this.sentAt = this.#has(QN) ? sentAtOf(bytes, this.#qn, this.#qnEnd) : 0;
    if (this.#has(QN) && (this.#qnEnd - this.#qn !== STAMP_MS || this.sentAt === 0)) this.oddities |= Odd.QN;
  }

  /** Why the frame cannot be attributed; null = it can. Vendor handshakes without any of it are told by their missing CP. */
  get fault(): RejectCode | null {
    if ((this.#seen & (ANY | ST | CN | MN)) === ANY && (this.oddities & Odd.NOCP) !== 0) return null;
    if (this.#stEnd === this.#st) return 'NO_ST';
    if (this.#cnEnd === this.#cn) return 'NO_CN';
    return this.#mnUsable() ? null : 'NO_MN';
  }

  /** A device has no MN before 1001/1002 (2025) gave it one; the 9013 in between has an empty one. */
  #mnUsable(): boolean {
    if (!this.#has(MN)) return false;
    const length = this.#mnEnd - this.#mn;
    if (length === 0) return this.command === 1001 || this.command === 1002 || this.command === 9013;
    if (length > MN_LONGEST) return false;
    for (let i = this.#mn; i < this.#mnEnd; i++) {
      const b = this.#bytes[i]!;
      if (!isLetter(b) && !isDigit(b) && b !== 0x5f && b !== 0x2d) return false;
    }
    return true;
  }

  #has(field: number): boolean {
    return (this.#seen & field) !== 0;
  }

  /** Returns where `CP=` begins, -1 = nowhere. */
  #readFields(bytes: Uint8Array, from: number, end: number, last: number): number {
    let i = from;
    while (i < last) {
      const b = bytes[i]!;
      if (b === SEMICOLON || b === COMMA || isBlank(b)) {
        i++;
        continue;
      }
      if ((b | 0x20) === 0x63 && i + 2 < end && (bytes[i + 1]! | 0x20) === 0x70 && bytes[i + 2] === EQUALS) return i;
      let equals = -1;
      let j = i;
      for (; j < last; j++) {
        const c = bytes[j]!;
        if (c === SEMICOLON) break;
        if (c === EQUALS) {
          if (equals < 0) equals = j;
        } else if (c === COMMA && beginsField(bytes, j + 1, last)) break;
      }
      if (equals > i) {
        this.#seen |= ANY;
        this.#field(bytes, i, equals, j);
      }
      i = j + 1;
    }
    return -1;
  }

  #field(bytes: Uint8Array, key: number, equals: number, end: number): void {
    const value = skipBlanks(bytes, equals + 1, end);
    const to = trimEnd(bytes, value, end);
    const field = fieldOf(bytes, key, trimEnd(bytes, key, equals));
    if (field === 0 || (this.#seen & field) !== 0) return;
    this.#seen |= field;
    switch (field) {
      case QN:
        this.#qn = value;
        this.#qnEnd = to;
        if (value === to) this.#seen ^= QN;
        break;
      case ST:
        this.#st = value;
        this.#stEnd = to;
        break;
      case CN:
        this.#cn = value;
        this.#cnEnd = to;
        break;
      case PW:
        this.#pw = value;
        this.#pwEnd = to;
        break;
      case MN:
        this.#mn = value;
        this.#mnEnd = to;
        break;
      case FLAG:
        this.#flag = number(bytes, value, to);
        break;
      case PNUM:
        this.#pnum = number(bytes, value, to);
        break;
      case PNO:
        this.#pno = number(bytes, value, to);
        break;
      case RF:
        this.rf = to - value === 1 && bytes[value] === 0x31;
        if (!this.rf) this.oddities |= Odd.RF;
    }
  }

  #readArea(bytes: Uint8Array, cp: number, end: number, last: number): void {
    const open = bytes[cp + 3] === AMPERSAND && bytes[cp + 4] === AMPERSAND && cp + 5 <= end;
    this.cpFrom = open ? cp + 5 : cp + 3;
    const closed = last < end && last >= this.cpFrom;
    this.cpTo = closed ? last : end;
    if (!open || !closed) this.oddities |= Odd.NOEND;
  }
}

const QN = 1;
const ST = 2;
const CN = 4;
const PW = 8;
const MN = 16;
const FLAG = 32;
const PNUM = 64;
const PNO = 128;
const RF = 256;
/** some `key=value`, known or not */
const ANY = 512;

/** The field that the key `[from, to)` names, 0 = none. */
function fieldOf(bytes: Uint8Array, from: number, to: number): number {
  const a = bytes[from]! | 0x20;
  const b = bytes[from + 1]! | 0x20;
  switch (to - from) {
    case 2:
      if (b === 0x6e) return a === 0x71 ? QN : a === 0x63 ? CN : a === 0x6d ? MN : 0;
      if (a === 0x73 && b === 0x74) return ST;
      if (a === 0x70 && b === 0x77) return PW;
      return a === 0x72 && b === 0x66 ? RF : 0;
    case 3:
      return latin1(bytes, from, to).toUpperCase() === 'PNO' ? PNO : 0;
    case 4:
      if (a === 0x66 && b === 0x6c && (bytes[from + 2]! | 0x20) === 0x61 && (bytes[from + 3]! | 0x20) === 0x67)
        return FLAG;
      return latin1(bytes, from, to).toUpperCase() === 'PNUM' ? PNUM : 0;
    default:
      return 0;
  }
}

/** Whether `X=` stands at `from`: a field begins here. */
function beginsField(bytes: Uint8Array, from: number, to: number): boolean {
  let i = from;
  while (i < to && i < from + 5 && isLetter(bytes[i]!)) i++;
  return i > from && i < to && bytes[i] === EQUALS;
}

/** Value of one to nine digits; -1 for anything else. */
function number(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 9 || !allDigits(bytes, from, to)) return -1;
  let n = 0;
  for (let i = from; i < to; i++) n = n * 10 + bytes[i]! - 0x30;
  return n;
}
