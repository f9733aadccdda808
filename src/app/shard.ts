import { ConfigError } from '../config/strict-yaml.ts';
import { Engine } from '../engine/engine.ts';
import { type Frame, Framer } from '../ingest/codecs/hj212/framer.ts';
import { oddityNames } from '../ingest/codecs/hj212/oddities.ts';
import { FrameDecoder, type FrameFacts } from '../ingest/codecs/hj212/readings.ts';
import type { Decoded } from '../ingest/codecs/mapped/decode.ts';
import type { Batch } from '../journal/journal.ts';
import { LeadBook } from '../leads/lead-book.ts';
import { Outcome } from '../ledger/column.ts';
import type { LedgerState } from '../ledger/outlet-ledger.ts';
import { readPage, writePage } from '../ledger/page-blob.ts';
import type { AlertEvent } from '../model/alert.ts';
import { answerStatement } from '../model/answer.ts';
import { ReadingBatch } from '../model/batch.ts';
import { DAY_MS } from '../model/beijing.ts';
import { complaintStatement } from '../model/complaint.ts';
import type { Adoption, Quarantined } from '../model/device.ts';
import type { Entry, MessageNote, RejectNote } from '../model/entry.ts';
import { factorName } from '../model/factors.ts';
import type { Footage } from '../model/footage.ts';
import { type IssuedOrder, orderStatement } from '../model/issued-order.ts';
import type { LeadEvent } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { DeviceRequest } from '../model/request.ts';
import type { ChangedRule, RuleEdit } from '../model/rule-edit.ts';
import type { Statement } from '../model/statement.ts';
import type { StoreSnapshot } from '../store/snapshot.ts';
import type { StoreWriter } from '../store/writer.ts';
import { adoptedSite } from './adopted.ts';
import { type Command, hashOf, type RulesCommand, readCommand } from './command.ts';
import { MessageReader } from './message-reader.ts';
import { Receipts } from './receipts.ts';
import { Repeats } from './repeats.ts';
import { fileInFolder, type Ground, type RuleLibrary } from './rule-library.ts';
import { type Ending, type Endings, Senders, Tally } from './senders.ts';

import { intoUnitsOf } from './unit-said.ts';

/** Inputs that name no sender are counted under this name. */
const NOBODY = '-';

/** Pages are stored when the journal's clock has gone on this far, or this many readings came. */
const CHECKPOINT = { afterMs: 60_000, afterReadings: 2_000_000 };
/** … while the journal holds more: its clock runs fast then, and every checkpoint writes the same open pages again. */
const CHECKPOINT_BEHIND = { afterMs: DAY_MS, afterReadings: 10_000_000 };

/** Under rules that changed, so many days of outlets are judged before anything else gets its turn. */
const CATCH_UP_OUTLET_DAYS = 300;

/**
 * One shard of the system: turns journal batches into what the store shows. Synchronous; it never waits, and reads no
 * clock but the journal's.
 */
export class Shard {
  readonly engine: Engine;
  readonly leads: LeadBook;
  readonly senders = new Senders();
  readonly receipts = new Receipts();
  readonly library: RuleLibrary;
  readonly #store: StoreWriter | StoreSnapshot;
  readonly #history: (fromSeq: number) => Iterable<Batch>;
  readonly #framer = new Framer(this.#sink(), {
    keysOf: (mn) => this.#keysOf(mn),
    acceptModbus: (mn) => this.#acceptModbus(mn),
  });
  readonly #decoder: FrameDecoder;
  readonly #messages: MessageReader;
  readonly #batch = new ReadingBatch();
  readonly #repeats = new Repeats();
  /** rules of the last edit */
  #versions = new Map<string, ChangedRule>();
  /** number of that edit */
  #edit: number;
  /** MN → number of its outlet */
  #outletOf = new Map<string, { id: string; number: number }>();
  #entry!: Entry;
  /** the inputs were counted and told before: only pages are built */
  #again = false;
  #only: string | undefined;
  #position: number;
  #clock: number;
  #checkpointAt = Number.NEGATIVE_INFINITY;
  #sinceCheckpoint = 0;
  #pending: Pending = nothing();
  /** what the store has not taken yet */
  #unwritten: Parameters<StoreWriter['commit']>[0] | undefined;
  /** readings taken since the start */
  readings = 0;

  /**
   * @param ground what was in force when the store was written last
   * @param history journal batches from a number on, in order
   */
  constructor(
    { catalogue, rulebook }: Ground,
    library: RuleLibrary,
    store: StoreWriter | StoreSnapshot,
    history: (fromSeq: number) => Iterable<Batch>,
  ) {
    this.library = library;
    this.engine = new Engine(catalogue, rulebook, factorName);
    this.leads = new LeadBook(rulebook.leads, (id) => this.#siteTerms(id));
    this.#decoder = new FrameDecoder(this.engine.factors);
    this.#messages = new MessageReader(this.engine.factors, (hash) => this.#textOf(hash));
    this.#store = store;
    this.#history = history;
    this.#position = store.position();
    this.#clock = store.clock();
    this.#edit = store.lastEdit();
    this.#restore();
  }

  get position(): number {
    return this.#position;
  }

  get clock(): number {
    return this.#clock;
  }

  /** Number of the edit of the rules that is in force; 0 before the first. */
  get edit(): number {
    return this.#edit;
  }

  /** Outlets whose past is still to be judged under rules that changed: {@link rest} does a piece of it. */
  get behind(): number {
    return this.engine.behind;
  }

  /**
   * Takes journal batches in order, and stores what follows from them in one transaction.
   * @param more whether the journal holds more already
   * @throws {@link StoreRefused} where the store could not take it; {@link writeAgain} then comes first.
   */
  take(batches: readonly Batch[], more = false): void {
    for (const batch of batches) {
      for (const entry of batch.entries) this.#take(entry);
      this.#position = batch.seq;
      this.#reach(batch.at);
    }
    this.#tell(this.engine.catchUp(CATCH_UP_OUTLET_DAYS));
    this.#commit(more ? CHECKPOINT_BEHIND : CHECKPOINT);
  }

  /** Nothing more waits: judges what became due within the current second, and a piece of what is behind. */
  rest(): void {
    this.#tell(this.engine.advance(this.#clock));
    this.#tell(this.engine.catchUp(CATCH_UP_OUTLET_DAYS));
    if (this.#pending.alerts.length > 0) this.#commit(CHECKPOINT);
  }

  /** Writes what the store refused to take ({@link StoreRefused}): nothing goes on before that. */
  writeAgain(): void {
    if (!this.#unwritten) return;
    this.#store.commit(this.#unwritten);
    if (this.#unwritten.ledgers) this.#checkpointed();
    this.#unwritten = undefined;
  }

  #take(entry: Entry): void {
    this.#entry = entry;
    this.#reach(entry.at);
    switch (entry.kind) {
      case 'frame':
        this.#framer.push(entry.bytes);
        this.#framer.flush();
        break;
      case 'reject':
        this.#rejected(JSON.parse(entry.meta) as RejectNote);
        break;
      case 'mark':
        this.#mark(JSON.parse(text(entry)) as Mark);
        break;
      case 'command':
        this.#command(readCommand(text(entry)));
        break;
      case 'message':
        this.#message();
        break;
      case 'tick':
        break;
    }
  }

  /** Whole seconds of the journal's clock: windows are judged when one has passed. */
  #reach(at: number): void {
    const second = Math.floor(at / 1000) * 1000;
    if (second <= this.#clock) return;
    this.#clock = second;
    if (!this.#again) this.#tell(this.engine.advance(second));
  }

  #tell(events: AlertEvent[]): void {
    this.#pending.alerts.push(...events);
    this.#pending.leads.push(...this.leads.follow(events));
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
    if (this.#only !== undefined && this.#only !== mn) return;
    const outlet = this.#outletOf.get(mn);
    if (!outlet) {
      if (!this.#again) this.#refuse(mn, 'UNKNOWN_MN', this.#entry.bytes);
      return;
    }
    const facts = this.#decoder.decode(frame, this.#batch, outlet.number, this.#entry.at);
    const ending = facts.reject ? 'rejected' : this.#write(frame);
    this.engine.seen(outlet.number, this.#entry.at);
    this.#batch.clear();
    if (this.#again && this.#only === undefined) return;
    if (facts.reject) this.#pending.quarantine.push(this.#kept(mn, facts.reject, this.#entry.bytes));
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
      const outcome = this.engine.write(outlet, channel[i]!, at[i]!, sent, value[i]!, flag[i]!);
      if (outcome === Outcome.ACCEPTED) accepted++;
      else if (outcome === Outcome.REWRITE) rewritten++;
    }
    this.readings += to - from;
    this.#sinceCheckpoint += to - from;
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
      else if (this.#only === undefined || this.#only === senders[sender]) {
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
    const outlet = this.engine.ledger(id)?.outlet;
    if (outlet) intoUnitsOf(outlet, this.engine.factors, unitSaid, this.#batch, from, to);
  }

  /** What a message came to for one sender. */
  #close(tally: Tally, mn: string | null, outlet: number | undefined): void {
    if (this.#only !== undefined && this.#only !== mn) return;
    const { at, bytes } = this.#entry;
    if (outlet !== undefined) this.engine.seen(outlet, at);
    if (this.#again && this.#only === undefined) return;
    tally.tell(this.senders, mn ?? NOBODY, at, this.#peer());
    for (const why of tally.faults()) this.#pending.quarantine.push(this.#kept(mn, why, bytes));
  }

  /** A message may speak for a device by its MN and for an outlet by its id. */
  #outletNamed(name: string) {
    const bound = this.#outletOf.get(name);
    if (bound) return bound;
    const number = this.engine.numberOf(name);
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
    this.#pending.quarantine.push(this.#kept(mn, why, bytes));
  }

  #peer(): string {
    const { kind, meta } = this.#entry;
    return kind === 'reject' || kind === 'message' ? (JSON.parse(meta) as RejectNote | MessageNote).peer : meta;
  }

  #kept(mn: string | null, why: string, bytes: Uint8Array): Quarantined {
    return { at: this.#entry.at, mn, peer: this.#peer(), why, bytes };
  }

  #mark(mark: Mark): void {
    if (this.#again || !this.engine.mark(mark)) return;
    this.#pending.marks.push(mark);
  }

  #command(command: Command): void {
    if (this.#again) return;
    switch (command.kind) {
      case 'adopt':
        this.#adopt({ ...command, at: this.#entry.at });
        break;
      case 'rules':
        this.#rules(command);
        break;
      case 'request':
        this.#pending.requests.push(command.request);
        break;
      case 'order':
        if (this.engine.order(command.order)) this.#pending.statements.push(orderStatement(command.order));
        break;
      case 'footage':
        this.#pending.footage.push(command.footage);
        break;
      case 'answer':
        this.#pending.statements.push(answerStatement(command.answer));
        break;
      case 'complaint':
        this.#pending.statements.push(complaintStatement(command.complaint));
        break;
      case 'mapping':
        this.#pending.texts[hashOf(command.text)] = command.text;
        break;
      case 'lead-move': {
        const event = this.leads.move(command, this.#entry.at);
        if (event) this.#pending.leads.push(event);
      }
    }
  }

  /** Other rules are in force from here on; those that this version cannot read change nothing. */
  #rules({ by, reason, files, texts }: RulesCommand): void {
    Object.assign(this.#pending.texts, texts);
    const next = this.#load(files);
    if (!next) return;
    const before = this.engine.rulebook;
    const { at } = this.#entry;
    this.#edit++;
    this.#pending.ruleEdits.push({ at, by, reason, files, rules: this.#changes(next, files) });
    this.#tell(this.engine.swap(next.catalogue, next.rulebook));
    if (JSON.stringify(before.leads) !== JSON.stringify(next.rulebook.leads)) {
      this.#pending.leads.push(...this.leads.retune(next.rulebook.leads, this.engine.alerts.finals(), at));
    }
  }

  #load(files: RuleEdit['files']): Ground | undefined {
    const texts = new Map<string, string>();
    for (const [file, hash] of Object.entries(files)) {
      const text = this.#textOf(hash);
      if (text !== undefined) texts.set(file, text);
    }
    try {
      return this.library.load(texts);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return undefined;
    }
  }

  /** A text of a rule file or a mapping that came through the journal. */
  #textOf(hash: string): string | undefined {
    return this.#pending.texts[hash] ?? this.#store.text(hash);
  }

  /** Rules that are not as they were in the edit before; all of them in the first. */
  #changes({ rulebook }: Ground, files: RuleEdit['files']): ChangedRule[] {
    const before = new Map(this.#versions);
    this.#versions.clear();
    for (const { id, source } of rulebook.rules) {
      const file = fileInFolder(source);
      this.#versions.set(id, { rule: id, file, hash: files[file]! });
    }
    const changed = [...this.#versions.values()].filter((now) => {
      const was = before.get(now.rule);
      return was?.hash !== now.hash || was.file !== now.file;
    });
    const ended = [...before.values()].filter(({ rule }) => !this.#versions.has(rule));
    return [...changed, ...ended.map((was) => ({ ...was, hash: null }))];
  }

  /** From now on the sender belongs to an outlet; what it sent before is read again from the journal. */
  #adopt(adoption: Adoption): void {
    this.#bind(adoption);
    this.#pending.adoptions.push(adoption);
    this.senders.recount(adoption.mn, adoption.outlet);
    const now = this.#entry;
    this.#only = adoption.mn;
    this.#again = true;
    for (const { seq, entries } of this.#history(1)) {
      if (seq > this.#position) break;
      for (const entry of entries) {
        this.#entry = entry;
        if (entry.kind === 'frame' || entry.kind === 'message') this.#take(entry);
      }
    }
    this.#again = false;
    this.#only = undefined;
    this.#entry = now;
    // A restart reads the journal from the last checkpoint on only: these older frames must be in it.
    this.#sinceCheckpoint = Number.POSITIVE_INFINITY;
  }

  #bind({ mn, outlet }: Pick<Adoption, 'mn' | 'outlet'>): void {
    if (this.engine.numberOf(outlet) === undefined) {
      const site = adoptedSite(outlet);
      this.engine.watch(site, site.outlets[0]!);
    }
    this.#outletOf.set(mn, { id: outlet, number: this.engine.numberOf(outlet)! });
  }

  #keysOf(mn: string): readonly Uint8Array[] {
    const keys = this.engine.catalogue.device(mn)?.device.sm4Keys ?? [];
    return keys.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
  }

  #acceptModbus(mn: string): boolean {
    return this.engine.catalogue.device(mn)?.device.acceptModbusCrc ?? false;
  }

  #siteTerms(id: string) {
    const site = this.engine.catalogue.sites.find((s) => s.id === id) ?? adoptedSite(id);
    return { name: site.name, keyPolluter: site.keyPolluter || site.permitManagement === 'key' };
  }

  #commit({ afterMs, afterReadings }: typeof CHECKPOINT): void {
    const due = this.#clock - this.#checkpointAt >= afterMs || this.#sinceCheckpoint >= afterReadings;
    const findings = this.engine.alerts.takeChanges();
    this.#unwritten = {
      position: this.#position,
      clock: this.#clock,
      ...this.#pending,
      findings,
      devices: this.senders.takeChanged(),
      ...(due ? this.#checkpoint() : {}),
    };
    this.#pending = nothing();
    this.writeAgain();
  }

  /** Pages that changed, and what else a restart needs to go on from here without reading older batches. */
  #checkpoint() {
    this.#checkpointAt = this.#clock;
    this.#sinceCheckpoint = 0;
    const seq = this.#position;
    const pages = [];
    const ledgers = [];
    for (const ledger of this.engine.ledgers()) {
      const outlet = ledger.outlet.id;
      for (const page of ledger.pages.values()) {
        if (!page.unsaved) continue;
        pages.push({ outlet, day: page.day, seq, bytes: writePage(page, this.engine.factors) });
      }
      const judged = { rules: this.engine.rulebook.version, edit: this.#edit, owed: this.engine.arrearsOf(outlet) };
      ledgers.push({ outlet, seq, body: JSON.stringify({ ...ledger.state, ...judged }) });
    }
    return { pages, ledgers };
  }

  /** The store has the pages of a checkpoint: old ones may leave the memory. */
  #checkpointed(): void {
    for (const ledger of this.engine.ledgers()) {
      for (const page of ledger.pages.values()) page.unsaved = false;
      ledger.restOld();
    }
  }

  #restore(): void {
    const store = this.#store;
    for (const outlet of this.engine.catalogue.outlets.values()) {
      for (const { mn } of outlet.devices) this.#bind({ mn, outlet: outlet.id });
    }
    for (const adoption of store.adopted()) this.#bind(adoption);
    for (const version of store.ruleVersionsInForce()) this.#versions.set(version.rule, version);
    this.senders.restore(store.loadDevices());
    for (const [mn, { id }] of this.#outletOf) this.senders.expect(mn, id);
    for (const mark of store.loadMarks()) this.engine.mark(mark);
    this.engine.restoreOrders(store.loadStatements<IssuedOrder>('order'));
    const checkpoint = this.#restoreLedgers();
    const alerts = new Map([...store.loadAlerts()].map((alert) => [alert.id, alert]));
    this.engine.restore(store.loadFindings(), alerts.values(), this.#clock);
    for (const final of this.engine.alerts.finals()) alerts.set(final.id, final);
    this.leads.restore(store.loadLeads(), alerts);
    this.#again = true;
    for (const batch of this.#history(checkpoint + 1)) {
      if (batch.seq > this.#position) break;
      for (const entry of batch.entries) this.#take(entry);
    }
    this.#again = false;
  }

  /** @returns the journal batch up to which the stored pages hold */
  #restoreLedgers(): number {
    let checkpoint = 0;
    for (const { outlet, seq, body } of this.#store.loadLedgers()) {
      const ledger = this.engine.ledger(outlet);
      if (!ledger) continue;
      const { rules, edit, owed, ...state } = JSON.parse(body) as StoredState;
      ledger.state = state;
      // An edit after the last checkpoint, or rules that were changed by hand: what exactly is owed is not known.
      if (rules !== this.engine.rulebook.version || edit !== this.#edit) this.engine.resume(outlet);
      else if (owed) this.engine.resume(outlet, owed.rules, owed.until);
      checkpoint = Math.max(checkpoint, seq);
    }
    for (const ledger of this.engine.ledgers()) {
      const outlet = ledger.outlet.id;
      ledger.fetch = (day) => {
        const bytes = this.#store.page(outlet, day);
        return bytes && readPage(bytes, this.engine.factors);
      };
    }
    return checkpoint;
  }
}

/** What the store keeps of a ledger: how it stood, under which rules, and what those still had to judge. */
interface StoredState extends LedgerState {
  rules: string;
  edit?: number;
  owed?: { rules: string[]; until: number };
}

interface Pending {
  alerts: AlertEvent[];
  leads: LeadEvent[];
  marks: Mark[];
  adoptions: Adoption[];
  requests: DeviceRequest[];
  statements: Statement[];
  footage: Footage[];
  quarantine: Quarantined[];
  texts: Record<string, string>;
  ruleEdits: RuleEdit[];
}

const nothing = (): Pending => ({
  alerts: [],
  leads: [],
  marks: [],
  adoptions: [],
  requests: [],
  statements: [],
  footage: [],
  quarantine: [],
  texts: {},
  ruleEdits: [],
});
const text = (entry: Entry) => new TextDecoder().decode(entry.bytes);
