import type { Engine } from '../engine/engine.ts';
import { type Frame, Framer } from '../ingest/codecs/hj212/framer.ts';
import { oddityNames } from '../ingest/codecs/hj212/oddities.ts';
import { FrameDecoder, type FrameFacts } from '../ingest/codecs/hj212/readings.ts';
import type { Decoded } from '../ingest/codecs/mapped/decode.ts';
import { Outcome } from '../ledger/column.ts';
import { ReadingBatch } from '../model/batch.ts';
import type { Quarantined } from '../model/device.ts';
import type { Entry, MessageNote, RejectNote } from '../model/entry.ts';
import { MessageReader } from './message-reader.ts';
import { Receipts } from './receipts.ts';
import { Repeats } from './repeats.ts';
import { type Ending, type Endings, Senders, Tally } from './senders.ts';
import { intoUnitsOf } from './unit-said.ts';

/** Inputs that name no sender are counted under this name. */
const NOBODY = '-';

/**
 * Inputs that were read before are read again: pages are built, nothing is told.
 * @param only of this sender, whose inputs are counted anew
 */
export interface Again {
  only?: string;
}

/** Turns what devices and gateways sent into readings in the slots of outlets, and counts how each input ended. */
export class Intake {
  readonly senders = new Senders();
  readonly receipts = new Receipts();
  /** readings taken since the start */
  readings = 0;
  readonly #engine: Engine;
  readonly #framer = new Framer(this.#sink(), {
    keysOf: (mn) => this.#keysOf(mn),
    acceptModbus: (mn) => this.#deviceOf(mn)?.acceptModbusCrc ?? false,
  });
  readonly #decoder: FrameDecoder;
  readonly #messages: MessageReader;
  readonly #batch = new ReadingBatch();
  readonly #repeats = new Repeats();
  /** MN → number of its outlet */
  #outletOf = new Map<string, { id: string; number: number }>();
  #entry!: Entry;
  #again: Again | undefined;
  #quarantine: Quarantined[] = [];

  /** @param textOf text of a mapping that the journal holds, by its hash */
  constructor(engine: Engine, textOf: (hash: string) => string | undefined) {
    this.#engine = engine;
    this.#decoder = new FrameDecoder(engine.factors);
    this.#messages = new MessageReader(engine.factors, textOf);
  }

  /** What a sender sends is of an outlet that the engine watches. */
  bind(mn: string, outlet: string): void {
    this.#outletOf.set(mn, { id: outlet, number: this.#engine.numberOf(outlet)! });
  }

  /** Every bound sender has its counters, also before it was ever heard of. */
  expectBound(): void {
    for (const [mn, { id }] of this.#outletOf) this.senders.expect(mn, id);
  }

  take(entry: Entry, again?: Again): void {
    this.#entry = entry;
    this.#again = again;
    switch (entry.kind) {
      case 'frame':
        this.#framer.push(entry.bytes);
        this.#framer.flush();
        break;
      case 'message':
        this.#message();
        break;
      case 'reject':
        this.#rejected(JSON.parse(entry.meta) as RejectNote);
    }
  }

  /** What could not be used since this was asked last. */
  takeQuarantine(): Quarantined[] {
    const quarantine = this.#quarantine;
    this.#quarantine = [];
    return quarantine;
  }

  /** Whether an input of this sender is read this time. */
  #concerns(mn: string | null): boolean {
    return this.#again?.only === undefined || this.#again.only === mn;
  }

  get #counts(): boolean {
    return !this.#again || this.#again.only !== undefined;
  }

  #sink() {
    return {
      frame: (frame: Frame) => this.#frame(frame),
      reject: (why: string, _at: number, bytes: Uint8Array, mn: string | null) => {
        if (!this.#again) this.#refuse(mn, why, bytes);
      },
    };
  }

  #frame(frame: Frame): void {
    const { mn } = frame.header;
    if (!this.#concerns(mn)) return;
    const outlet = this.#outletOf.get(mn);
    if (!outlet) {
      if (!this.#again) this.#refuse(mn, 'UNKNOWN_MN', this.#entry.bytes);
      return;
    }
    const facts = this.#decoder.decode(frame, this.#batch, outlet.number, this.#entry.at);
    const ending = facts.reject ? 'rejected' : this.#write(frame);
    this.#engine.seen(outlet.number, this.#entry.at);
    this.#batch.clear();
    if (!this.#counts) return;
    if (facts.reject) this.#quarantine.push(this.#kept(mn, facts.reject, this.#entry.bytes));
    this.#count(frame, facts, ending);
  }

  /** Readings into their slots; a frame that carries none is a repeat when its QN was seen before. */
  #write(frame: Frame): Ending {
    const { length } = this.#batch;
    if (length === 0) {
      const { mn, qn, cn, pno } = frame.header;
      return this.#repeats.has(mn, `${qn}/${cn}/${pno}`) ? 'repeat' : 'accepted';
    }
    return this.#writeRows(this.#batch.source[0]!, 0, length);
  }

  /** Rows of the batch into the slots of an outlet. */
  #writeRows(outlet: number, from: number, to: number): Ending {
    const { channel, at, sentAt, value, flag } = this.#batch;
    let accepted = 0;
    let rewritten = 0;
    for (let i = from; i < to; i++) {
      const sent = sentAt[i]! > 0 ? sentAt[i]! : this.#entry.at;
      const outcome = this.#engine.write(outlet, channel[i]!, at[i]!, sent, value[i]!, flag[i]!);
      if (outcome === Outcome.ACCEPTED) accepted++;
      else if (outcome === Outcome.REWRITE) rewritten++;
    }
    this.readings += to - from;
    return rewritten > 0 ? 'rewrite' : accepted > 0 ? 'accepted' : 'repeat';
  }

  /** Each record of a message counts as a frame does, for the sender that it names. */
  #message(): void {
    const note = JSON.parse(this.#entry.meta) as MessageNote;
    const decoded = this.#messages.read(this.#entry, note, this.#batch);
    if (decoded) this.#records(decoded, note);
    else if (!this.#again) this.#refuse(null, 'MAPPING', this.#entry.bytes);
    this.#batch.clear();
  }

  #records({ senders, records, senderOf, endOf, whyOf, unitSaid }: Decoded, { receipt }: MessageNote): void {
    const outlets = senders.map((name) => this.#outletNamed(name));
    const tallies = senders.map(() => new Tally());
    const nobody = new Tally();
    let from = 0;
    for (let record = 0; record < records; record++) {
      const sender = senderOf[record]!;
      const to = endOf[record]!;
      const why = whyOf.get(record);
      const tally = tallies[sender] ?? nobody;
      const outlet = outlets[sender];
      if (to === from) tally.reject(why ?? 'VALUE');
      else if (!outlet) tally.reject('UNKNOWN_MN');
      else if (this.#concerns(senders[sender]!)) {
        if (unitSaid.size > 0) this.#intoUnits(outlet.id, unitSaid, from, to);
        tally.end(this.#writeRows(outlet.number, from, to), this.#batch.at[from]!);
        if (why) tally.flawed.add(why);
      }
      from = to;
    }
    for (const [n, name] of senders.entries()) this.#close(tallies[n]!, name, outlets[n]?.number);
    this.#close(nobody, null, undefined);
    if (receipt === undefined || this.#again) return;
    const endings: Endings = { accepted: 0, repeat: 0, rewrite: 0, rejected: 0 };
    for (const tally of [...tallies, nobody]) tally.addTo(endings);
    this.receipts.put(receipt, endings);
  }

  #intoUnits(id: string, unitSaid: ReadonlySet<number>, from: number, to: number): void {
    const outlet = this.#engine.ledger(id)?.outlet;
    if (outlet) intoUnitsOf(outlet, this.#engine.factors, unitSaid, this.#batch, from, to);
  }

  /** What a message came to for one sender. */
  #close(tally: Tally, mn: string | null, outlet: number | undefined): void {
    if (!this.#concerns(mn)) return;
    const { at, bytes } = this.#entry;
    if (outlet !== undefined) this.#engine.seen(outlet, at);
    if (!this.#counts) return;
    tally.tell(this.senders, mn ?? NOBODY, at, this.#peer());
    for (const why of tally.faults()) this.#quarantine.push(this.#kept(mn, why, bytes));
  }

  /** A message may speak for a device by its MN and for an outlet by its id. */
  #outletNamed(name: string) {
    const bound = this.#outletOf.get(name);
    if (bound) return bound;
    const number = this.#engine.numberOf(name);
    return number === undefined ? undefined : { id: name, number };
  }

  #count(frame: Frame, facts: FrameFacts, ending: Ending): void {
    const { mn, version } = frame.header;
    const row = this.senders.count(mn, ending, this.#entry.at, this.#entry.meta, facts.reject ?? undefined);
    row.edition = version === 0 ? '2005' : version === 1 ? '2017' : '2025';
    if (facts.sentAt > 0) row.clockSkewMs = facts.sentAt - this.#entry.at;
    if (facts.readings > 0) row.lastData = Math.max(row.lastData ?? 0, facts.at);
    for (const name of oddityNames(facts.oddities)) row.oddities[name] = (row.oddities[name] ?? 0) + 1;
  }

  /** Refused at the door, and journaled as such; the note also stands for earlier ones that were only counted. */
  #rejected({ why, mn, unkept = 0 }: RejectNote): void {
    if (!this.#again) this.#refuse(mn, why, this.#entry.bytes, 1 + unkept);
  }

  #refuse(mn: string | null, why: string, bytes: Uint8Array, times = 1): void {
    this.senders.count(mn ?? NOBODY, 'rejected', this.#entry.at, this.#peer(), why, times);
    this.#quarantine.push(this.#kept(mn, why, bytes));
  }

  #peer(): string {
    const { kind, meta } = this.#entry;
    return kind === 'reject' || kind === 'message' ? (JSON.parse(meta) as RejectNote | MessageNote).peer : meta;
  }

  #kept(mn: string | null, why: string, bytes: Uint8Array): Quarantined {
    return { at: this.#entry.at, mn, peer: this.#peer(), why, bytes };
  }

  #deviceOf(mn: string) {
    return this.#engine.catalogue.device(mn)?.device;
  }

  #keysOf(mn: string): readonly Uint8Array[] {
    return (this.#deviceOf(mn)?.sm4Keys ?? []).map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
  }
}
