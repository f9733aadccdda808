import { unknownName } from '../../../config/strict-yaml.ts';
import type { ReadingBatch } from '../../../model/batch.ts';
import { type FactorIndex, GRAINS, STATS } from '../../../model/channel.ts';
import { FACTORS } from '../../../model/factors.ts';
import { Flag, NO_VALUE } from '../../../model/flag.ts';
import type { Text } from '../../../model/text.ts';
import type { MessageFault } from '../../messages.ts';
import { AHEAD_MS } from '../hj212/parse.ts';
import { periodStart } from '../hj212/time.ts';
import { cellsOf, separatorOf } from './cells.ts';
import { factorNamed } from './factor-words.ts';
import { MESSAGE_FAULTS, type MessageFaultCode } from './faults.ts';
import { eachAt, type Place, parsePath, type Step } from './path.ts';
import { type FactorPlan, type Plan, planOf, type ValuePlan, wordOf } from './plan.ts';
import type { MappingFile } from './schema.ts';
import { textOf } from './text.ts';

/** Faults told in full, of one message; all are counted. */
const FAULTS_TOLD = 100;

/** What a sender may be called: MNs, ids of outlets and what gateways call their devices. */
const SENDER_LONGEST = 64;
const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

const MISSING = new Set(['', '-', '--', '—', '/', 'null', 'NULL', 'NaN', 'nan', 'NA', 'N/A', '无']);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What became of a message. Reused by the next. */
export interface Decoded {
  records: number;
  /** who reported, each once */
  readonly senders: readonly string[];
  /** by record: position in `senders`; -1 = it named nobody */
  readonly senderOf: Int32Array;
  /** by record: row of the batch after its last */
  readonly endOf: Int32Array;
  /** by record, where there was one: its first fault */
  readonly whyOf: ReadonlyMap<number, MessageFaultCode>;
  /** the first of the faults, in full */
  readonly faults: readonly MessageFault[];
  /** of what is told in `faults`, and of all others */
  readonly faultCount: number;
  /** numbers of the factors whose unit was said: their values are in the usual unit */
  readonly unitSaid: ReadonlySet<number>;
  /** why nothing of the message could be read at all */
  readonly whole: MessageFaultCode | null;
}

/**
 * Makes readings of messages by one mapping, with no object per reading. The same bytes, subject and arrival always
 * give the same; no bytes make it throw.
 */
export class MessageDecoder {
  readonly #mapping: MappingFile;
  readonly #factors: FactorIndex;
  readonly #records: readonly Step[];
  readonly #place: Place = { message: undefined, subject: '', topic: [], key: '', outer: [] };
  #plan: Plan;
  #header: string | undefined;
  // of the message at hand
  #batch!: ReadingBatch;
  #latest = Number.POSITIVE_INFINITY;
  #line: number | undefined;
  #numberOf = new Map<string, number>();
  #lastSender: string | undefined;
  #lastNumber = -1;
  readonly #out = {
    records: 0,
    senders: [] as string[],
    senderOf: new Int32Array(1024),
    endOf: new Int32Array(1024),
    whyOf: new Map<number, MessageFaultCode>(),
    unitSaid: new Set<number>(),
    faults: [] as MessageFault[],
    faultCount: 0,
    whole: null as MessageFaultCode | null,
  };

  constructor(mapping: MappingFile, factors: FactorIndex) {
    this.#mapping = mapping;
    this.#factors = factors;
    const records = parsePath(mapping.records);
    this.#records = 'says' in records ? [] : records.steps;
    this.#plan = planOf(mapping, factors, mapping.format === 'csv' ? (mapping.columns ?? []) : undefined);
  }

  /**
   * Rows are added to the batch; their `source` is the position of their sender in `senders`.
   * @param arrivedAt epoch ms; without it no time lies in the future
   */
  decode(bytes: Uint8Array, subject: string, batch: ReadingBatch, arrivedAt?: number): Decoded {
    this.#begin(subject, batch, arrivedAt);
    const text = textOf(bytes);
    if (text === undefined) this.#whole('ENCODING');
    else if (this.#mapping.format === 'csv') this.#table(text);
    else if (this.#mapping.format === 'ndjson') this.#lines(text);
    else this.#document(text);
    this.#place.message = undefined;
    this.#place.outer.length = 0;
    if (this.#out.records === 0 && this.#out.faultCount === 0) this.#whole('EMPTY');
    return this.#out;
  }

  #begin(subject: string, batch: ReadingBatch, arrivedAt = Number.POSITIVE_INFINITY): void {
    this.#batch = batch;
    this.#latest = arrivedAt + AHEAD_MS;
    this.#line = undefined;
    this.#lastSender = undefined;
    this.#numberOf.clear();
    this.#place.subject = subject;
    this.#place.topic = subject.split('/');
    this.#place.key = '';
    const out = this.#out;
    out.records = 0;
    out.senders = [];
    out.whyOf.clear();
    out.unitSaid.clear();
    out.faults = [];
    out.faultCount = 0;
    out.whole = null;
  }

  #document(text: string): void {
    const message = this.#parse(text);
    if (message !== undefined) this.#message(message);
  }

  #message(message: unknown): void {
    this.#place.message = message;
    eachAt(message, this.#records, this.#place, (record) => this.#record(record));
  }

  #lines(text: string): void {
    let line = 0;
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      this.#line = ++line;
      const piece = text.slice(at, stop);
      at = stop + 1;
      if (piece.trim() !== '') this.#document(piece);
    }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const { message } = error as Error;
      const more = { zh: message, en: message };
      if (this.#line === undefined) this.#whole('JSON', more);
      else this.#lost('JSON', more);
      return undefined;
    }
  }

  #table(text: string): void {
    let line = 0;
    let separator = ',';
    let header = this.#mapping.columns;
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      const row = text.slice(at, text[stop - 1] === '\r' ? stop - 1 : stop);
      at = stop + 1;
      this.#line = ++line;
      if (row.trim() === '' || row.startsWith('#')) continue;
      if (line === 1 || !header) separator = separatorOf(row);
      if (header) this.#record(cellsOf(row, separator));
      else {
        header = cellsOf(row, separator).map((cell) => cell.trim());
        if (!this.#follow(row, header)) return;
      }
    }
  }

  /** @returns whether there is any use in going on */
  #follow(text: string, header: readonly string[]): boolean {
    if (text !== this.#header) {
      this.#plan = planOf(this.#mapping, this.#factors, header);
      this.#header = text;
    }
    const { missing } = this.#plan;
    if (missing.length === 0) return true;
    const near = unknownName({ zh: '列', en: 'column' }, missing[0]!, header);
    this.#whole('COLUMN', near);
    return false;
  }

  #record(record: unknown): void {
    const out = this.#out;
    const n = this.#next();
    const sender = this.#senderOf(record, n);
    out.senderOf[n] = sender;
    if (sender >= 0) this.#values(record, n, sender);
    out.endOf[n] = this.#batch.length;
  }

  /** Number of the record that begins. */
  #next(): number {
    const out = this.#out;
    if (out.records === out.senderOf.length) {
      out.senderOf = doubled(out.senderOf);
      out.endOf = doubled(out.endOf);
    }
    return out.records++;
  }

  #senderOf(record: unknown, n: number): number {
    const name = this.#plan.sender(record, this.#place);
    if (name !== undefined && name === this.#lastSender) return this.#lastNumber;
    if (name === undefined || name.length > SENDER_LONGEST || UNPRINTABLE.test(name)) {
      this.#fault(n, 'SENDER', () => said(name));
      return -1;
    }
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.#out.senders.push(name) - 1;
      this.#numberOf.set(name, number);
    }
    this.#lastSender = name;
    this.#lastNumber = number;
    return number;
  }

  #values(record: unknown, n: number, sender: number): void {
    const place = this.#place;
    const { time, values, byEnd } = this.#plan;
    const at = time(record, place);
    if (!(at <= this.#latest)) {
      const why = Number.isNaN(at) ? 'TIME' : 'FUTURE';
      return this.#fault(n, why, () => said(this.#plan.timeSaid(record, place)));
    }
    let found = 0;
    for (const value of values) {
      const given = value.value(record, place);
      if (given === undefined) continue;
      found++;
      const number = typeof given === 'number' ? given : numberOf(given);
      if (number === undefined) {
        this.#fault(n, 'VALUE', () => said(given, value.path));
        continue;
      }
      const factor = value.factor(record, place);
      const grain = value.grain(record, place);
      const stat = value.stat(record, place);
      if (typeof factor === 'string' || grain < 0 || stat < 0) {
        this.#misunderstood(record, n, value, factor, grain);
        continue;
      }
      const start = grain === 0 ? at : periodStart(byEnd ? at - 1 : at, grain);
      const letter = value.flag ? value.flag(record, place) : Flag.UNMARKED;
      const missing = Number.isNaN(number);
      let scaled = (number * factor.times) / factor.over;
      // A sum has no more digits than its parts: what is behind them is noise of binary fractions.
      if (factor.plus !== 0) scaled = Number((scaled + factor.plus).toPrecision(12));
      const flag = missing ? letter | NO_VALUE : letter;
      if (factor.unitSaid) this.#out.unitSaid.add(factor.base / 64);
      this.#batch.push(sender, factor.base + grain * 10 + stat, start, 0, scaled, flag);
    }
    if (found === 0)
      this.#fault(n, 'VALUE', () => ({
        zh: '映射所指的数值都不在其中',
        en: 'none of the values of the mapping is in it',
      }));
  }

  #misunderstood(
    record: unknown,
    n: number,
    value: ValuePlan,
    factor: FactorPlan | MessageFaultCode,
    grain: number,
  ): void {
    const why = typeof factor === 'string' ? factor : grain < 0 ? 'GRAIN' : 'STAT';
    const place = this.#place;
    if (why === 'FACTOR') {
      const word = wordOf(value.said.factor(record, place)) ?? '';
      this.#fault(n, why, () => factorSaid(word));
    } else if (why === 'UNIT') this.#fault(n, why, () => said(value.said.factor(record, place)));
    else {
      const allowed = why === 'GRAIN' ? GRAINS : STATS;
      const word = wordOf(value.said[why === 'GRAIN' ? 'grain' : 'stat'](record, place)) ?? '';
      this.#fault(n, why, () => unknownName({ zh: '取值', en: 'value' }, word, allowed));
    }
  }

  /** A line that is no record at all. */
  #lost(why: MessageFaultCode, says: Text): void {
    const n = this.#next();
    this.#out.senderOf[n] = -1;
    this.#out.endOf[n] = this.#batch.length;
    this.#fault(n, why, () => says);
  }

  #whole(why: MessageFaultCode, more?: Text): void {
    this.#out.whole = why;
    this.#out.faultCount++;
    this.#out.faults.push({ record: null, why, says: withMore(why, more) });
  }

  #fault(record: number, why: MessageFaultCode, detail: () => Text | undefined): void {
    const out = this.#out;
    if (!out.whyOf.has(record)) out.whyOf.set(record, why);
    out.faultCount++;
    if (out.faults.length >= FAULTS_TOLD) return;
    const line = this.#line === undefined ? {} : { line: this.#line };
    out.faults.push({ record, ...line, why, says: withMore(why, detail()) });
  }
}

function withMore(why: MessageFaultCode, more: Text | undefined): Text {
  const { zh, en } = MESSAGE_FAULTS[why];
  return more ? { zh: `${zh}：${more.zh}`, en: `${en}: ${more.en}` } : { zh, en };
}

/** Longest piece of something unusable that is shown. */
const SHOWN = 60;

function said(what: unknown, where?: string): Text | undefined {
  if (what === undefined) return undefined;
  const text = typeof what === 'string' ? what : (JSON.stringify(what) ?? '');
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return where === undefined
    ? { zh: `“${shown}”`, en: `"${shown}"` }
    : { zh: `${where} 为“${shown}”`, en: `${where} is "${shown}"` };
}

/** A word that is usual for a factor is worth a line in the mapping. */
function factorSaid(word: string): Text {
  const code = factorNamed(word);
  return code === undefined
    ? unknownName({ zh: '因子', en: 'factor' }, word.slice(0, SHOWN), Object.keys(FACTORS))
    : {
        zh: `“${word}”不是因子编码；在映射的 names 中写 ${word}: ${code}`,
        en: `"${word}" is no factor code; write ${word}: ${code} into the names of the mapping`,
      };
}

/** NaN where no value was measured, undefined where it is no number. */
function numberOf(given: unknown): number | undefined {
  if (given === null) return Number.NaN;
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (MISSING.has(text)) return Number.NaN;
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
