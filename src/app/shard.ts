import { Engine } from '../engine/engine.ts';
import type { Batch } from '../journal/journal.ts';
import { LeadBook } from '../leads/lead-book.ts';
import type { LedgerState } from '../ledger/outlet-ledger.ts';
import { readPage, writePage } from '../ledger/page-blob.ts';
import type { AlertEvent } from '../model/alert.ts';
import { answerStatement } from '../model/answer.ts';
import { DAY_MS } from '../model/beijing.ts';
import { complaintStatement } from '../model/complaint.ts';
import type { Adoption } from '../model/device.ts';
import type { Entry } from '../model/entry.ts';
import { factorName } from '../model/factors.ts';
import type { Footage } from '../model/footage.ts';
import { type IssuedOrder, orderStatement } from '../model/issued-order.ts';
import type { LeadEvent } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { DeviceRequest } from '../model/request.ts';
import type { RuleEdit } from '../model/rule-edit.ts';
import type { Statement } from '../model/statement.ts';
import type { StoreSnapshot } from '../store/snapshot.ts';
import type { StoreWriter } from '../store/writer.ts';
import { adoptedSite } from './adopted.ts';
import { type Command, hashOf, type RulesCommand, readCommand } from './command.ts';
import { Intake } from './intake.ts';
import { RuleHistory } from './rule-history.ts';
import type { Ground, RuleLibrary } from './rule-library.ts';

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
  readonly intake: Intake;
  readonly library: RuleLibrary;
  readonly #rules: RuleHistory;
  readonly #store: StoreWriter | StoreSnapshot;
  readonly #history: (fromSeq: number) => Iterable<Batch>;
  /** the inputs were counted and told before: only pages are built */
  #again = false;
  #position: number;
  #clock: number;
  #checkpointAt = Number.NEGATIVE_INFINITY;
  /** readings taken by the last checkpoint */
  #checkpointReadings = 0;
  #pending: Pending = nothing();
  /** what the store has not taken yet */
  #unwritten: Parameters<StoreWriter['commit']>[0] | undefined;

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
    this.engine = new Engine(catalogue, rulebook, factorName);
    this.leads = new LeadBook(rulebook.leads, (id) => this.#siteTerms(id));
    const textOf = (hash: string) => this.#pending.texts[hash] ?? store.text(hash);
    this.intake = new Intake(this.engine, textOf);
    this.library = library;
    this.#rules = new RuleHistory(library, store, textOf);
    this.#store = store;
    this.#history = history;
    this.#position = store.position();
    this.#clock = store.clock();
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
    return this.#rules.edit;
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
    this.#reach(entry.at);
    switch (entry.kind) {
      case 'frame':
      case 'message':
      case 'reject':
        this.intake.take(entry, this.#again ? {} : undefined);
        break;
      case 'mark':
        this.#mark(JSON.parse(text(entry)) as Mark);
        break;
      case 'command':
        this.#command(readCommand(text(entry)), entry.at);
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

  #mark(mark: Mark): void {
    if (this.#again || !this.engine.mark(mark)) return;
    this.#pending.marks.push(mark);
  }

  #command(command: Command, at: number): void {
    if (this.#again) return;
    switch (command.kind) {
      case 'adopt':
        this.#adopt({ ...command, at });
        break;
      case 'rules':
        this.#edit(command, at);
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
        const event = this.leads.move(command, at);
        if (event) this.#pending.leads.push(event);
      }
    }
  }

  /** Other rules are in force from here on; those that this version cannot read change nothing. */
  #edit({ by, reason, files, texts }: RulesCommand, at: number): void {
    Object.assign(this.#pending.texts, texts);
    const next = this.#rules.load(files);
    if (!next) return;
    const before = this.engine.rulebook;
    this.#pending.ruleEdits.push({ at, by, reason, files, rules: this.#rules.put(next, files) });
    this.#tell(this.engine.swap(next.catalogue, next.rulebook));
    if (JSON.stringify(before.leads) !== JSON.stringify(next.rulebook.leads)) {
      this.#pending.leads.push(...this.leads.retune(next.rulebook.leads, this.engine.alerts.finals(), at));
    }
  }

  /** From now on the sender belongs to an outlet; what it sent before is read again from the journal. */
  #adopt(adoption: Adoption): void {
    this.#bind(adoption);
    this.#pending.adoptions.push(adoption);
    this.intake.senders.recount(adoption.mn, adoption.outlet);
    for (const { seq, entries } of this.#history(1)) {
      if (seq > this.#position) break;
      for (const entry of entries) if (entry.kind !== 'reject') this.intake.take(entry, { only: adoption.mn });
    }
    // A restart reads the journal from the last checkpoint on only: these older frames must be in it.
    this.#checkpointReadings = Number.NEGATIVE_INFINITY;
  }

  #bind({ mn, outlet }: Pick<Adoption, 'mn' | 'outlet'>): void {
    if (this.engine.numberOf(outlet) === undefined) {
      const site = adoptedSite(outlet);
      this.engine.watch(site, site.outlets[0]!);
    }
    this.intake.bind(mn, outlet);
  }

  #siteTerms(id: string) {
    const site = this.engine.catalogue.sites.find((s) => s.id === id) ?? adoptedSite(id);
    return { name: site.name, keyPolluter: site.keyPolluter || site.permitManagement === 'key' };
  }

  #commit({ afterMs, afterReadings }: typeof CHECKPOINT): void {
    const due =
      this.#clock - this.#checkpointAt >= afterMs || this.intake.readings - this.#checkpointReadings >= afterReadings;
    const findings = this.engine.alerts.takeChanges();
    this.#unwritten = {
      position: this.#position,
      clock: this.#clock,
      ...this.#pending,
      findings,
      devices: this.intake.senders.takeChanged(),
      quarantine: this.intake.takeQuarantine(),
      ...(due ? this.#checkpoint() : {}),
    };
    this.#pending = nothing();
    this.writeAgain();
  }

  /** Pages that changed, and what else a restart needs to go on from here without reading older batches. */
  #checkpoint() {
    this.#checkpointAt = this.#clock;
    this.#checkpointReadings = this.intake.readings;
    const seq = this.#position;
    const pages = [];
    const ledgers = [];
    for (const ledger of this.engine.ledgers()) {
      const outlet = ledger.outlet.id;
      for (const page of ledger.pages.values()) {
        if (!page.unsaved) continue;
        pages.push({ outlet, day: page.day, seq, bytes: writePage(page, this.engine.factors) });
      }
      const judged = { rules: this.engine.rulebook.version, edit: this.edit, owed: this.engine.arrearsOf(outlet) };
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
    this.intake.senders.restore(store.loadDevices());
    this.intake.expectBound();
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
      if (rules !== this.engine.rulebook.version || edit !== this.edit) this.engine.resume(outlet);
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
  texts: {},
  ruleEdits: [],
});
const text = (entry: Entry) => new TextDecoder().decode(entry.bytes);
