import type { ReadingBatch } from '../../../model/batch.ts';
import { type FactorIndex, GRAIN_ID, STAT_ID, STATS } from '../../../model/channel.ts';
import { BACKFILL, Flag, flagOf, NO_VALUE } from '../../../model/flag.ts';
import { type Setting, settingChannel } from '../../../model/setting.ts';
import { ValueEnds } from './area.ts';
import { COMMA, DOT, EQUALS, isBlank, latin1, MINUS, PERCENT, SEMICOLON, skipBlanks, trimEnd } from './bytes.ts';
import { type CommandKind, grainOf, kindOf } from './commands.ts';
import type { Frame } from './framer.ts';
import {
  CHANNEL,
  CONCENTRATION,
  FACTOR,
  KeyBook,
  LAST_MASK,
  LENGTH,
  NEXT,
  ROLE,
  SIZE,
  SLOT,
  WORDS,
} from './key-book.ts';
import { instrumentOf, Role } from './keys.ts';
import { numberIn, TENS } from './numbers.ts';
import { Odd } from './oddities.ts';
import { AHEAD_MS, DEVICE_INFORMATION, TEMPLATE } from './parse.ts';
import type { RejectCode } from './rejects.ts';
import { allDigits, periodStart, rollsOver, STAMP, STAMP_MS, stampMs } from './time.ts';

/** What became of a frame. Reused by the next. */
export interface FrameFacts {
  kind: CommandKind;
  /** why the frame is refused as data; nothing of it is in the batch then */
  reject: RejectCode | null;
  /** see {@link Odd}; those of the framer included */
  oddities: number;
  /** GRAIN_ID of the readings; -1 = the command carries none */
  grain: number;
  /** event time, epoch ms: the instant, or the start of the period; NaN = none */
  at: number;
  /** the sender's clock at sending (QN), epoch ms; 0 = unknown */
  sentAt: number;
  /** rows added to the batch */
  readings: number;
}

/** Data mark of a one-letter token, by its byte; 0 = blank. */
const LETTER = Uint8Array.from({ length: 256 }, (_, b) =>
  isBlank(b) || b === COMMA || b === SEMICOLON ? 0 : flagOf(String.fromCharCode(b)),
);

/** Shortest pair that gives a row, with its separator: `1-Rtd=;`. */
const SHORTEST_PAIR = 7;

/** Frames after which the stamps in the scratch columns begin anew. */
const LAST_FRAME = 2 ** 27 - 1;

/**
 * Puts the readings of frames into batches, with no object per reading: keys are guessed from the one before and
 * compared byte by byte, numbers are read in place. What it does is held equal to the readable `parseFrame` by test.
 */
export class FrameDecoder {
  readonly #factors: FactorIndex;
  readonly #keys: KeyBook;
  readonly #ends = new ValueEnds();
  readonly #facts: FrameFacts = {
    kind: 'unknown',
    reject: null,
    oddities: 0,
    grain: -1,
    at: Number.NaN,
    sentAt: 0,
    readings: 0,
  };
  /** number of the frame: tells what in the scratch columns is of this frame */
  #frame = 0;
  /** by factor: frame * 16 + flag letter */
  #flagged = new Int32Array(1024);
  /** by factor * stats + statistic: the frame that gave it, and its row */
  #seen = new Int32Array(16_384);
  #row = new Int32Array(16_384);
  /** the bytes of the frame at hand, as words */
  #view = new DataView<ArrayBufferLike>(new ArrayBuffer(0));
  // of the frame at hand
  #oddities = 0;
  #frameFlag = 0;
  #time = Number.NaN;
  #timed = false;
  #delivers = false;
  #template = false;
  /** factor of the instrument named last; '' = none */
  #instrument = '';

  constructor(factors: FactorIndex) {
    this.#factors = factors;
    this.#keys = new KeyBook(factors);
  }

  /** @param arrivedAt epoch ms; without it no DataTime lies in the future */
  decode(frame: Frame, batch: ReadingBatch, source: number, arrivedAt?: number): FrameFacts {
    const { header } = frame;
    const { command } = header;
    const grain = grainOf(command);
    const facts = this.#facts;
    const first = batch.length;
    this.#begin(frame.oddities);
    this.#readArea(frame.bytes, header.cpFrom, header.cpTo, batch, command === DEVICE_INFORMATION);
    facts.grain = grain;
    facts.sentAt = header.sentAt;
    facts.kind = kindOf(command, header.version, this.#delivers);
    if (!this.#timed && grain === GRAIN_ID.live && batch.length > first && facts.sentAt > 0)
      this.#standIn(facts.sentAt);
    facts.at = this.#eventTime(grain);
    facts.reject = this.#fault(grain, batch.length > first, arrivedAt);
    if (facts.reject !== null || grain < 0) batch.length = first;
    else this.#complete(batch, first, source, facts, header.rf, command !== DEVICE_INFORMATION);
    facts.readings = batch.length - first;
    facts.oddities = this.#oddities;
    return facts;
  }

  #begin(oddities: number): void {
    if (this.#frame === LAST_FRAME) {
      this.#frame = 0;
      this.#flagged.fill(0);
      this.#seen.fill(0);
    }
    this.#frame++;
    this.#oddities = oddities;
    this.#frameFlag = 0;
    this.#time = Number.NaN;
    this.#timed = false;
    this.#delivers = false;
    this.#template = false;
    this.#instrument = '';
    this.#ends.reset();
  }

  /** Writes channel (without grain) and value of each reading; the other columns follow when all is known. */
  #readArea(bytes: Uint8Array, from: number, to: number, batch: ReadingBatch, states: boolean): void {
    batch.reserve(Math.ceil((to - from + 1) / SHORTEST_PAIR));
    if (this.#view.buffer !== bytes.buffer) this.#view = new DataView(bytes.buffer);
    const view = this.#view;
    const keys = this.#keys;
    let { records, words } = keys;
    let seen = this.#seen;
    let rowOf = this.#row;
    const { channel, value } = batch;
    const frame = this.#frame;
    let row = batch.length;
    let delivers = false;
    let key = 0;
    let i = from;
    while (i < to) {
      // The key that came after this one the last time is compared first, four bytes at a time.
      const guess = records[key + NEXT]!;
      let rest = records[guess + LENGTH]!;
      let at = i;
      if (rest > 0 && at + rest <= to) {
        let word = records[guess + WORDS]!;
        while (rest > 4 && view.getInt32(at, true) === words[word]) {
          word++;
          at += 4;
          rest -= 4;
        }
        if (rest <= 4 && ((view.getInt32(at, true) ^ words[word]!) & records[guess + LAST_MASK]!) === 0) {
          at += rest;
          rest = 0;
        }
      } else rest = 1;
      if (rest === 0) key = guess;
      else {
        const b = bytes[i]!;
        if (b === SEMICOLON || b === COMMA || isBlank(b)) {
          i++;
          continue;
        }
        at = i;
        for (let c = b; at < to && c !== EQUALS && c !== COMMA && c !== SEMICOLON; ) c = bytes[++at]!;
        const found = keys.of(bytes, i, trimEnd(bytes, i, at)) * SIZE;
        ({ records, words } = keys);
        records[key + NEXT] = found;
        key = found;
        if (at < to && bytes[at] === EQUALS) at++;
      }
      const role = records[key + ROLE]!;
      if (role === Role.SETTING && states && this.#instrument !== '') {
        batch.length = row;
        i = this.#readSetting(bytes, at, to, records[key + FACTOR]!, batch);
        ({ length: row } = batch);
        rowOf = this.#row;
        seen = this.#seen;
        continue;
      }
      if ((role & 0xff) !== Role.VALUE && !(states && role === Role.STATE)) {
        if (role === Role.FLAG && at + 1 < to && isSeparator(bytes[at + 1]!) && LETTER[bytes[at]!]! > 0) {
          delivers = true;
          this.#setFlag(records[key + FACTOR]!, LETTER[bytes[at]!]!);
          i = at + 2;
        } else i = this.#readOther(bytes, at, to, role, records[key + FACTOR]!);
        continue;
      }
      delivers = true;
      // Up to nine digits are read here; whatever is not plain goes the long way.
      let j = at;
      const negative = bytes[j] === MINUS;
      if (negative) j++;
      const begins = j;
      let mantissa = 0;
      let digit = bytes[j]! ^ 0x30;
      while (digit <= 9) {
        mantissa = (Math.imul(mantissa, 10) + digit) | 0;
        digit = bytes[++j]! ^ 0x30;
      }
      let digits = j - begins;
      let decimals = 0;
      if (digits > 0 && bytes[j] === DOT) {
        const point = j;
        digit = bytes[++j]! ^ 0x30;
        while (digit <= 9) {
          mantissa = (Math.imul(mantissa, 10) + digit) | 0;
          digit = bytes[++j]! ^ 0x30;
        }
        decimals = j - point - 1;
        digits = decimals === 0 ? 0 : digits + decimals;
      }
      let number: number;
      if (digits > 0 && digits <= 9 && (isSeparator(bytes[j]!) ? j < to : j === to)) {
        number = decimals > 0 ? mantissa / TENS[decimals]! : mantissa;
        if (negative) number = -number;
      } else {
        j = this.#ends.of(bytes, at, to);
        number = this.#oddNumber(bytes, at, j);
      }
      i = j < to ? j + 1 : j;
      if (number < 0 && (role & CONCENTRATION) !== 0) this.#oddities |= Odd.NEGATIVE;
      const slot = records[key + SLOT]!;
      if (slot < 0) continue;
      if (slot >= seen.length) {
        this.#row = rowOf = widened(rowOf, slot);
        this.#seen = seen = widened(seen, slot);
      }
      if (seen[slot] === frame) {
        if (!Object.is(value[rowOf[slot]!]!, number)) this.#oddities |= Odd.DUP;
        continue;
      }
      seen[slot] = frame;
      rowOf[slot] = row;
      channel[row] = records[key + CHANNEL]!;
      value[row] = number;
      row++;
    }
    batch.length = row;
    if (delivers) this.#delivers = true;
  }

  #oddNumber(bytes: Uint8Array, from: number, to: number): number {
    const a = skipBlanks(bytes, from, to);
    const b = trimEnd(bytes, a, to);
    const number = numberIn(bytes, a, b);
    if (Number.isNaN(number)) {
      this.#oddities |= Odd.NOVALUE;
      this.#checkTemplate(bytes, a, b);
    }
    return number;
  }

  /** What the instrument that was named is set to: a row where it is a number. Returns its end. */
  #readSetting(bytes: Uint8Array, from: number, to: number, setting: number, batch: ReadingBatch): number {
    const end = this.#readOther(bytes, from, to, Role.SETTING, -1);
    const number = numberIn(bytes, skipBlanks(bytes, from, end), trimEnd(bytes, from, end));
    if (Number.isNaN(number) || setting < 0) return end;
    const factor = this.#factors.of(settingChannel(this.#instrument, this.#factors.codes[setting] as Setting));
    if (factor < 0) return end;
    const slot = factor * STATS.length + STAT_ID.rtd;
    if (slot >= this.#seen.length) {
      this.#row = widened(this.#row, slot);
      this.#seen = widened(this.#seen, slot);
    }
    if (this.#seen[slot] === this.#frame) {
      if (!Object.is(batch.value[this.#row[slot]!]!, number)) this.#oddities |= Odd.DUP;
      return end;
    }
    this.#seen[slot] = this.#frame;
    this.#row[slot] = batch.length;
    batch.channel[batch.length] = factor * 64 + STAT_ID.rtd;
    batch.value[batch.length] = number;
    batch.length++;
    return end;
  }

  /** Reads a value that gives no row. Returns its end. */
  #readOther(bytes: Uint8Array, from: number, to: number, role: number, factor: number): number {
    if (role !== Role.SELECTOR && role !== Role.INSTRUMENT) this.#delivers = true;
    const end = this.#ends.of(bytes, from, to);
    const a = skipBlanks(bytes, from, end);
    const b = trimEnd(bytes, a, end);
    if (a < b && bytes[a] === PERCENT) this.#checkTemplate(bytes, a, b);
    switch (role) {
      case Role.DATA_TIME:
        if (!this.#timed) this.#readTime(bytes, a, b);
        break;
      case Role.FLAG:
        if (a < b) this.#setFlag(factor, flagOf(latin1(bytes, a, b)));
        break;
      case Role.FRAME_FLAG:
        if (a < b) {
          this.#oddities |= Odd.FRAME_FLAG;
          if (this.#frameFlag === 0) this.#frameFlag = flagOf(latin1(bytes, a, b));
        }
        break;
      case Role.INSTRUMENT:
        this.#instrument = instrumentOf(latin1(bytes, a, b));
        break;
      case Role.STATE:
      case Role.SETTING:
      case Role.ABOUT:
        if (a === b) this.#oddities |= Odd.NOVALUE;
    }
    return end;
  }

  #checkTemplate(bytes: Uint8Array, from: number, to: number): void {
    if (bytes[from] === PERCENT && TEMPLATE.test(latin1(bytes, from, to))) this.#template = true;
  }

  /** The first mark of a factor counts. */
  #setFlag(factor: number, letter: number): void {
    if (factor < 0) return;
    if (factor >= this.#flagged.length) this.#flagged = widened(this.#flagged, factor);
    const before = this.#flagged[factor]!;
    if (before >>> 4 !== this.#frame) this.#flagged[factor] = (this.#frame << 4) | letter;
    else if ((before & 15) !== letter) this.#oddities |= Odd.DUP;
  }

  #readTime(bytes: Uint8Array, from: number, to: number): void {
    this.#timed = true;
    const length = to - from;
    if ((length !== STAMP && length !== STAMP_MS) || !allDigits(bytes, from, to)) return;
    this.#time = stampMs(bytes, from);
    if (Number.isNaN(this.#time)) return;
    if (length === STAMP_MS) this.#oddities |= Odd.DATATIME_MS;
    if (rollsOver(bytes, from)) this.#oddities |= Odd.ROLLED;
  }

  /** A real-time value speaks for the instant at which it was sent, where it names none. */
  #standIn(sentAt: number): void {
    this.#timed = true;
    this.#time = sentAt;
    this.#oddities |= Odd.NO_DATATIME;
  }

  #eventTime(grain: number): number {
    const time = this.#time;
    if (grain <= GRAIN_ID.live || Number.isNaN(time)) return time;
    const start = periodStart(time, grain);
    if (start !== time) this.#oddities |= Odd.OFF_GRID;
    return start;
  }

  #fault(grain: number, rows: boolean, arrivedAt: number | undefined): RejectCode | null {
    if (this.#template) return 'TEMPLATE';
    if (grain < 0) return null;
    if (this.#timed ? Number.isNaN(this.#time) : rows) return 'DATATIME';
    return arrivedAt !== undefined && this.#time > arrivedAt + AHEAD_MS ? 'FUTURE' : null;
  }

  /** Fills in what holds for the whole frame, and the flags, which may stand before or behind their values. */
  #complete(
    batch: ReadingBatch,
    first: number,
    source: number,
    facts: FrameFacts,
    backfill: boolean,
    flags: boolean,
  ): void {
    const { length, channel, value, flag } = batch;
    const { at, sentAt } = facts;
    const grain = facts.grain * 10;
    const flagged = this.#flagged;
    const frame = this.#frame;
    const always = backfill ? BACKFILL : 0;
    const unmarked = this.#frameFlag === 0 ? Flag.UNMARKED : this.#frameFlag;
    for (let row = first; row < length; row++) {
      const of = channel[row]!;
      const own = flagged[of >> 6]!;
      let letter = own & 15;
      if (own >>> 4 !== frame) {
        letter = unmarked;
        if (letter === Flag.UNMARKED && flags) this.#oddities |= Odd.NOFLAG;
      }
      batch.source[row] = source;
      channel[row] = of + grain;
      batch.at[row] = at;
      batch.sentAt[row] = sentAt;
      flag[row] = letter | always | (Number.isNaN(value[row]!) ? NO_VALUE : 0);
    }
  }
}

const isSeparator = (b: number) => b === COMMA || b === SEMICOLON;

function widened(from: Int32Array, index: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(from.length * 2, index + 1));
  to.set(from);
  return to;
}
