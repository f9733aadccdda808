import type { FastifyBaseLogger } from 'fastify';
import type { Problem } from '../config/strict-yaml.ts';
import type { Severity } from '../model/alert.ts';
import type { AlertAnswer } from '../model/answer.ts';
import type { DaySpan } from '../model/beijing.ts';
import type { Complaint } from '../model/complaint.ts';
import type { ConnectionStatus, DeadLetter, Delivery } from '../model/connection.ts';
import type { Adoption } from '../model/device.ts';
import type { Enterprise } from '../model/enterprise.ts';
import type { Footage } from '../model/footage.ts';
import type { Handling } from '../model/handling.ts';
import type { IssuedOrder } from '../model/issued-order.ts';
import type { LeadState } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { Place } from '../model/place.ts';
import type { Preview } from '../model/preview.ts';
import type { RecordRow } from '../model/record-row.ts';
import type { DeviceAsk, DeviceRequest } from '../model/request.ts';
import type { RuleEdit } from '../model/rule-edit.ts';
import type { Sheet } from '../model/sheet.ts';
import type { Language, Text } from '../model/text.ts';
import type { TransmissionPeriod, TransmissionRow } from '../model/transmission.ts';
import type { BasisView, StepView } from '../model/views/alerts.ts';
import type { EnterpriseSite } from '../model/views/enterprise.ts';
import type { IngestView } from '../model/views/ingest.ts';
import type { OutletLimits } from '../model/views/limits.ts';
import type { RuleDetail, RuleView } from '../model/views/rules.ts';
import type { SeriesView } from '../model/views/series.ts';
import type { OutletState, SiteSummary, SiteView } from '../model/views/sites.ts';
import type { SiteOrderView } from '../model/views/statements.ts';
import type { StoreReader } from '../store/reader.ts';

/** Everything the API needs from outside. It opens no file, knows no engine and keeps no state of its own. */
export interface Ports {
  views: StoreReader;
  engine: EnginePort;
  /**
   * Journals what a person did, several acts of a kind at once or none. Resolves when all is durable and the engine has
   * applied it; what the engine did not accept (a stale version) it ignores, and the views show so. Rejects with
   * {@link NotTaken} where nothing was kept.
   */
  command<K extends keyof Commands>(kind: K, ...bodies: Commands[K][]): Promise<void>;
  /** a table of at most so many rows, or a word on why it is none */
  readSheet(bytes: Uint8Array, most: number): Sheet | { wrong: 'encoding' | 'empty' | { line: number } };
  rules: RulesPort;
  /**
   * Takes a body of readings. Resolves when it is durable and, unless the engine is far behind, applied; rejects with
   * {@link NotTaken} where nothing was kept.
   */
  ingest(body: IngestBody): Promise<Omit<IngestView, 'v'>>;
  /** ids of the mappings there are */
  mappings(): readonly string[];
  requests: RequestsPort;
  /** whom a token of an enterprise lets in */
  enterpriseOf(token: string): Enterprise | undefined;
  /** Makes a report. The same state and day of making give the same bytes. */
  report(ask: ReportAsk): Promise<{ name: string; bytes: string | Uint8Array }>;
  /** how connections to other systems stand, in the order of their file, outputs first */
  connections(): ConnectionStatus[];
  outputs: OutputsPort;
  footage: FootagePort;
  metrics(): Promise<Measures> | Measures;
  /** epoch ms */
  now(): number;
  log: FastifyBaseLogger;
}

/** Systems that data go to, and what became of what was to be told. */
export interface OutputsPort {
  /** oldest first, numbered above `after`; undefined: there is no such output */
  deadLetters(output: string, after: number, limit: number): DeadLetter[] | undefined;
  /** false: there is no such letter */
  resend(output: string, n: number): boolean;
  /** what was told of an alert or lead, by every output that tells people */
  deliveries(subject: string): OutputDelivery[];
  /** who would be told of an alert or lead that came now; undefined: there is none of this id */
  preview(subject: { alert: string } | { lead: string }): Promise<Preview[] | undefined>;
}

/** What cameras saw around alerts. */
export interface FootagePort {
  /** of an alert, or of all alerts of a lead, the oldest span first; what is still asked for says why it is not there */
  of(subject: { alert: string } | { lead: string }): Footage[];
  /** path of the file that we keep of it; undefined: we keep none */
  file(id: string): { path: string; footage: Footage } | undefined;
}

export interface OutputDelivery extends Delivery {
  output: string;
  kind: string;
}

export interface IngestBody {
  /** who sent it, for people and the journal */
  peer: string;
  /** path or file name */
  subject: string;
  bytes: Uint8Array;
  mapping: string;
}

/** Answered by the engine's thread. Rejects with {@link NotReady} while it still catches up with the journal. */
export interface EnginePort {
  site(id: string): Promise<SiteView | undefined>;
  sites(): Promise<SiteSummary[]>;
  /** sites with their outlets, by id */
  places(): Promise<Readonly<Record<string, Place>>>;
  handling(): Promise<Handling>;
  /** what a plant is shown of its own outlets; unknown sites are left out */
  enterprise(sites: readonly string[]): Promise<EnterpriseSite[]>;
  /** orders that reach a site, by begin; undefined for an unknown site */
  orders(site: string): Promise<SiteOrderView[] | undefined>;
  /** without marks and alerts: those come from the store */
  series(asked: SeriesQuery): Promise<Omit<SeriesView, 'marks' | 'alerts'> | undefined>;
  /** what bound an outlet on the day of an instant; undefined for an unknown outlet */
  limits(asked: { outlet: string; at: number }): Promise<OutletLimits | undefined>;
  /** every reading of an outlet's day, as it was received; undefined for an unknown outlet */
  records(asked: { outlet: string; day: number }): Promise<readonly RecordRow[] | undefined>;
  /**
   * what the rules about effective transmission count of an outlet in the periods that touch some days; undefined for an
   * unknown outlet
   */
  transmission(asked: {
    outlet: string;
    days: DaySpan;
    by: TransmissionPeriod;
  }): Promise<readonly TransmissionRow[] | undefined>;
  explain(alert: string): Promise<Explanation | undefined>;
  rules(): Promise<RuleView[]>;
  rule(id: string): Promise<RuleDetail | undefined>;
  status(): Promise<EngineStatus>;
  /** asked for with nearly every request: kept by the port until the catalogue or the rules change */
  names(): Promise<Names>;
}

export interface ReportAsk {
  kind: 'daily' | 'monthly';
  /** one day, or one month */
  days: DaySpan;
  /** beginning of the region codes of its sites; null = all */
  region: string | null;
  site: string | null;
  format: 'html' | 'pdf';
  language: Language;
}

/** Asking devices themselves. */
export interface RequestsPort {
  /** Resolves when the request is durable; undefined where too many of the device are open. */
  ask(mn: string, ask: DeviceAsk, by: string, reason: string): Promise<DeviceRequest | undefined>;
  /** How a request of the views stands at this moment. */
  now(stored: DeviceRequest): DeviceRequest;
}

/** The rules in force and how they change. */
export interface RulesPort {
  readonly state: RulesState;
  /** what is wrong with a draft; nothing = it could be published */
  check(draft: RuleDraft): Promise<readonly Problem[]>;
  /** @param seen version that the author saw; null: there was none */
  publish(draft: RuleDraft, seen: string | null, by: string, reason: string): Promise<Published>;
  /** Ends a rule: its alerts are withdrawn, its versions stay readable. */
  retire(rule: string, seen: string, by: string, reason: string): Promise<Published>;
}

export interface RuleDraft {
  rule: string;
  yaml: string;
}

/** What became of a publication. Refused: nothing changed, the rules in force stay in force. */
export type Published =
  | { kind: 'published' }
  | { kind: 'stale'; version: string | null }
  | { kind: 'refused'; problems: readonly Problem[] }
  | { kind: 'not-written'; why: string };

/** The edit in force, and what is wrong with the files of the folder where they differ from it. */
export interface RulesState extends Pick<RuleEdit, 'at' | 'by' | 'reason'> {
  /** number of the edit: 1, 2, 3 … */
  edit: number;
  /** the rules folder, as people call it */
  folder: string;
  problems: readonly Problem[];
}

export interface SeriesQuery {
  outlet: string;
  factor: string;
  /** epoch ms, half-open */
  from: number;
  to: number;
  /** buckets at most */
  width: number;
  basis: 'converted' | 'measured';
}

/** The argument of an alert, as the rule in force made it. */
export interface Explanation {
  ruleTitle: Text;
  basis: BasisView[];
  steps: StepView[];
  against: Text[];
}

export interface EngineStatus {
  ready: boolean;
  /** why not, where it is not */
  reasons: Text[];
  readingsPerSecond: number;
  /** ms between the last commit and now; null before the first */
  journalAgeMs: number | null;
  demonstration: boolean;
  outlets: Record<OutletState, number>;
}

export interface Names {
  sites: Record<string, Text>;
  outlets: Record<string, Text>;
  factors: Record<string, Text>;
  rules: Record<string, Text>;
}

export interface Commands {
  mark: Mark;
  order: IssuedOrder;
  complaint: Complaint;
  answer: AlertAnswer;
  'lead-move': { lead: string; to: LeadState; version: number; by: string; reason: string };
  adopt: Omit<Adoption, 'at'>;
}

/** Totals since the start, as `/metrics` says them; what is null is left out. */
export interface Measures {
  frames: readonly { proto: string; result: string; count: number }[];
  /** arrival to applied, seconds */
  lagSeconds: number | null;
  /** empty where the operator does not want a series per outlet */
  lastSeen: readonly { outlet: string; seconds: number }[];
  /** time spent judging */
  ruleSeconds: readonly { rule: string; seconds: number }[];
  findings: readonly { rule: string; severity: Severity; count: number }[];
  queues: readonly { stage: string; depth: number }[];
  /** what is wrong with rule files that are therefore not in force */
  ruleProblems: number;
  dropped: readonly { stage: string; reason: string; count: number }[];
  lateRecords: number;
  notifications: readonly { channel: string; status: string; count: number }[];
  connections: readonly ConnectionStatus[];
  chainHeadAgeSeconds: number | null;
}

/** The engine cannot answer yet. Told from other errors by its name, so that it may cross a thread. */
export class NotReady extends Error {
  constructor(message = 'the engine is not ready') {
    super(message);
    this.name = 'NotReady';
  }
}

/** Nothing of an input was kept: the journal takes nothing at the moment. */
export class NotTaken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotTaken';
  }
}
