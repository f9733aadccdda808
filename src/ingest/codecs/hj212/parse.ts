import { civilMs, EARLIEST_MS, rfc3339 } from '../../../model/beijing.ts';
import { GRAIN_ID, type Stat } from '../../../model/channel.ts';
import { flagOf } from '../../../model/flag.ts';
import { type Setting, settingChannel } from '../../../model/setting.ts';
import { ValueEnds } from './area.ts';
import { COMMA, EQUALS, isBlank, SEMICOLON, trimmed } from './bytes.ts';
import { type CommandKind, grainOf, kindOf } from './commands.ts';
import type { Frame } from './framer.ts';
import { instrumentOf, type KeyMeaning, keyMeaning, Role } from './keys.ts';
import { numberOf } from './numbers.ts';
import { Odd, type Oddity, oddityNames } from './oddities.ts';
import type { RejectCode } from './rejects.ts';
import { periodStart } from './time.ts';

export type Pair = [key: string, value: string];

export interface ParsedReading {
  /** today's code */
  factor: string;
  stat: Stat;
  /** null = the frame names the factor but gives no number */
  value: number | null;
  /** the data mark as sent; null = none */
  flag: string | null;
  /** the code as sent */
  code: string;
}

/** One frame, completely. Null = missing. */
export interface ParsedFrame {
  /** why it is refused as data all the same */
  reject: RejectCode | null;
  kind: CommandKind;
  qn: string | null;
  st: string | null;
  cn: string | null;
  mn: string | null;
  flag: number | null;
  version: number;
  needAck: boolean;
  pnum: number | null;
  pno: number | null;
  rf: boolean;
  /** the data area: items and pairs in their order, nothing left out but empty ones */
  cp: Pair[][];
  /** event time, epoch ms: the instant, or the start of the period; NaN = none */
  at: number;
  readings: ParsedReading[];
  oddities: Oddity[];
}

/** A DataTime may lie this far ahead of the arrival. */
export const AHEAD_MS = 600_000;

/** One printf conversion after the other, sent as a value. */
export const TEMPLATE = /^(?:%[-+ #0]*\d*(?:\.\d+)?[hlL]*[diouxXeEfFgGcs])+$/;

/**
 * Reads a frame for people: `fluewatch decode`, quarantine, tests. What the hot path puts into batches is held equal to
 * this, by test. @param arrivedAt epoch ms; without it no DataTime lies in the future
 */
export function parseFrame(frame: Frame, arrivedAt?: number): ParsedFrame {
  const { header } = frame;
  const cp = readArea(frame.bytes, header.cpFrom, header.cpTo);
  const content = readContent(cp, header.command);
  let bits = frame.oddities | content.oddities;
  const grain = grainOf(header.command);
  let reject: RejectCode | null = content.template ? 'TEMPLATE' : null;
  const standsIn = grain === GRAIN_ID.live && content.readings.length > 0 && header.sentAt > 0;
  const time = content.time ?? (standsIn ? { at: header.sentAt, oddities: Odd.NO_DATATIME } : undefined);
  if (grain >= 0) {
    const missing = time === undefined ? content.readings.length > 0 : Number.isNaN(time.at);
    if (missing) reject ??= 'DATATIME';
    else if (time && arrivedAt !== undefined && time.at > arrivedAt + AHEAD_MS) reject ??= 'FUTURE';
  }
  if (reject === null && content.unmarked && grain >= 0 && header.command !== DEVICE_INFORMATION) bits |= Odd.NOFLAG;
  let at = time?.at ?? Number.NaN;
  if (!Number.isNaN(at)) {
    bits |= time!.oddities;
    if (grain > GRAIN_ID.live && periodStart(at, grain) !== at) {
      at = periodStart(at, grain);
      bits |= Odd.OFF_GRID;
    }
  }
  const missing = (text: string) => (text === '' ? null : text);
  return {
    reject,
    kind: kindOf(header.command, header.version, content.delivers),
    qn: header.qn,
    st: missing(header.st),
    cn: missing(header.cn),
    mn: header.hasMn ? header.mn : null,
    flag: header.flag,
    version: header.version,
    needAck: header.needAck,
    pnum: header.pnum,
    pno: header.pno,
    rf: header.rf,
    cp,
    at,
    readings: grain < 0 ? [] : content.readings,
    oddities: oddityNames(bits),
  };
}

/** DataTime of a parsed frame as RFC 3339; null where it has none. */
export const dataTimeOf = ({ at, oddities }: ParsedFrame) =>
  Number.isNaN(at) || oddities.includes('NO_DATATIME') ? null : rfc3339(at);

function readArea(bytes: Uint8Array, from: number, to: number): Pair[][] {
  const text = textOf(bytes.subarray(from, to));
  const ends = new ValueEnds();
  const items: Pair[][] = [];
  let item: Pair[] = [];
  for (let i = from; i < to; ) {
    const b = bytes[i]!;
    if (b === SEMICOLON) {
      if (item.length > 0) items.push(item);
      item = [];
    }
    if (b === SEMICOLON || b === COMMA || isBlank(b)) {
      i++;
      continue;
    }
    let key = i;
    while (key < to && bytes[key] !== EQUALS && bytes[key] !== COMMA && bytes[key] !== SEMICOLON) key++;
    const end = bytes[key] === EQUALS && key < to ? ends.of(bytes, key + 1, to) : key;
    item.push([trimmed(text(bytes, i, key)), end > key ? text(bytes, key + 1, end) : '']);
    i = end;
  }
  if (item.length > 0) items.push(item);
  return items;
}

/** How to read text: as UTF-8 where the whole area is that, otherwise as GBK (GB 18030), which older devices send. */
function textOf(area: Uint8Array): (bytes: Uint8Array, from: number, to: number) => string {
  const decoder = isUtf8(area) ? UTF8 : GB18030;
  return (bytes, from, to) => decoder.decode(bytes.subarray(from, to));
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const UTF8_STRICT = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

function isUtf8(bytes: Uint8Array): boolean {
  try {
    UTF8_STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

interface Content {
  readings: ParsedReading[];
  time: { at: number; oddities: number } | undefined;
  oddities: number;
  /** more than what a request asks by */
  delivers: boolean;
  template: boolean;
  /** a reading has no data mark */
  unmarked: boolean;
}

function readContent(cp: Pair[][], command: number): Content {
  const content: Content = {
    readings: [],
    time: undefined,
    oddities: 0,
    delivers: false,
    template: false,
    unmarked: false,
  };
  const byChannel = new Map<string, ParsedReading>();
  const flags = new Map<string, string>();
  let frameFlag: string | undefined;
  let instrument = '';
  for (const [key, value] of cp.flat()) {
    const meaning = keyMeaning(key);
    const said = trimmed(value);
    if (TEMPLATE.test(said)) content.template = true;
    if (meaning.role !== Role.SELECTOR && meaning.role !== Role.INSTRUMENT) content.delivers = true;
    if (meaning.role === Role.INSTRUMENT) instrument = instrumentOf(said);
    else if (meaning.role === Role.DATA_TIME) content.time ??= timeOf(said);
    else if (meaning.role === Role.FRAME_FLAG && said !== '') frameFlag ??= said;
    else if (isReading(meaning, command)) content.oddities |= addReading(content.readings, byChannel, meaning, said);
    else if (isSetting(meaning, command, instrument) && !Number.isNaN(numberOf(said))) {
      const about = { ...meaning, factor: settingChannel(instrument, meaning.factor as Setting) };
      content.oddities |= addReading(content.readings, byChannel, about, said);
    } else if (meaning.role === Role.FLAG && said !== '') {
      const first = flags.get(meaning.factor) ?? said;
      if (flagOf(first) !== flagOf(said)) content.oddities |= Odd.DUP;
      flags.set(meaning.factor, first);
    } else if (ABOUT_ROLES.has(meaning.role) && said === '') content.oddities |= Odd.NOVALUE;
  }
  if (frameFlag !== undefined) content.oddities |= Odd.FRAME_FLAG;
  for (const reading of content.readings) {
    reading.flag = flags.get(reading.factor) ?? frameFlag ?? null;
    if (reading.flag === null) content.unmarked = true;
  }
  return content;
}

/** Device information: states of the site as `-Info`, which have no data mark. */
export const DEVICE_INFORMATION = 3020;

const ABOUT_ROLES: ReadonlySet<number> = new Set([Role.ABOUT, Role.STATE, Role.SETTING]);

const isReading = ({ role }: KeyMeaning, command: number) =>
  role === Role.VALUE || (role === Role.STATE && command === DEVICE_INFORMATION);

/** Range, slope and the like of the instrument that was named before them. */
const isSetting = ({ role }: KeyMeaning, command: number, instrument: string) =>
  role === Role.SETTING && command === DEVICE_INFORMATION && instrument !== '';

/** The first of a repeated value counts. Returns what is odd. */
function addReading(
  all: ParsedReading[],
  byChannel: Map<string, ParsedReading>,
  meaning: KeyMeaning,
  text: string,
): number {
  const { factor, stat, code, concentration } = meaning;
  const number = numberOf(text);
  const value = Number.isNaN(number) ? null : number;
  const channel = `${stat} ${factor}`;
  const first = byChannel.get(channel);
  if (!first) {
    const reading: ParsedReading = { factor, stat, value, flag: null, code };
    byChannel.set(channel, reading);
    all.push(reading);
  }
  return (
    (value === null ? Odd.NOVALUE : 0) |
    (concentration && number < 0 ? Odd.NEGATIVE : 0) |
    (first && !Object.is(first.value, value) ? Odd.DUP : 0)
  );
}

const STAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?$/;

function timeOf(text: string): { at: number; oddities: number } {
  const m = STAMP.exec(text);
  if (!m) return { at: Number.NaN, oddities: 0 };
  const [, year, month, date, hour, minute, second, ms] = m.map(Number);
  const at = civilMs(year!, month!, date!, hour!, minute!, second!);
  if (!(at >= EARLIEST_MS)) return { at: Number.NaN, oddities: 0 };
  const rolled = second === 60 || hour === 24 ? Odd.ROLLED : 0;
  return { at, oddities: rolled | (Number.isNaN(ms!) ? 0 : Odd.DATATIME_MS) };
}
