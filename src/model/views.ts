/**
 * What the API says and the console reads: JSON shapes under `/api/v1`. Times are RFC 3339 with `+08:00`,
 * spans half-open. Names are Chinese first with English beside.
 */

import type { AlertEventKind, AlertKind, AlertState, Facts, Severity } from './alert.ts';
import type { AuthorRole } from './author.ts';
import type { Grain, Stat } from './channel.ts';
import type { ComplaintKind } from './complaint.ts';
import type { ConnectionStatus, DeadLetter, Delivery } from './connection.ts';
import type { Footage } from './footage.ts';
import type { Evidence, LeadQueue, LeadState } from './lead.ts';
import type { Level } from './level.ts';
import type { MarkKind } from './mark.ts';
import type { Exemption, OrderKind } from './order.ts';
import type { LimitBasis } from './outlet.ts';
import type { Preview } from './preview.ts';
import type { AskKind, HistoryGrain, RequestState } from './request.ts';
import type { Text } from './text.ts';

/** The alert as scripts see it, on stdout, in the API and in evidence (contract §2). */
export interface AlertView {
  v: 1;
  id: string;
  rule: string;
  ruleVersion: string;
  covers: readonly string[];
  kind: AlertKind;
  severity: Severity;
  state: AlertState;
  site: string;
  outlet: string | null;
  factor: string | null;
  start: string;
  end: string;
  value: number | null;
  limit: number | null;
  unit: string | null;
  count: number;
  facts: Facts;
  says: Text;
}

export interface AlertChange {
  event: AlertEventKind;
  at: string;
  alert: AlertView;
}

/** `GET /alerts/{id}`: the alert, its history (oldest first) and its argument. */
export interface AlertDetail extends AlertView {
  updatedAt: string;
  history: AlertChange[];
  ruleTitle: Text;
  basis: BasisView[];
  /** how the value of the worst window came about, step by step */
  steps: StepView[];
  /** what speaks against it: marks, gaps, late or rewritten data */
  against: Text[];
  leads: string[];
  complaints: ComplaintsAbout;
  /** what the enterprise said, oldest first */
  answers: AnswerView[];
}

/** A row of `GET /alerts`: the alert with the names that a list needs. */
export interface AlertRow extends AlertView {
  updatedAt: string;
  siteName: Text;
  /** says "whole site" where the alert names no outlet */
  outletName: Text;
  factorName: Text | null;
  ruleTitle: Text;
}

export interface StepView {
  says: Text;
  formula: string;
  inputs: Facts;
  output: number | string | null;
  unit: string | null;
  clause: string | null;
}

/** One legal basis; `verified` false means: shown as unverified, never as fact. */
export interface BasisView {
  id: string;
  instrument: Text;
  article: string;
  summary: Text;
  verified: boolean;
  from: string | null;
  to: string | null;
}

export interface LimitView {
  factor: string;
  basis: 'hour' | 'day' | 'month';
  value: number;
  unit: string;
  source: string;
  from: string | null;
  to: string | null;
  /** true for the one that binds today */
  binds: boolean;
  why: Text;
}

/** A limit that was in force on a day. */
export interface CandidateView {
  value: number;
  /** lower end of a range; `value` is the upper one */
  min: number | null;
  unit: string;
  source: string;
  clause: string | null;
  /** false: recalled, to be checked against the text; null: not from a published table */
  verified: boolean | null;
  /** it holds on days on which the mean of a factor is at most this much */
  when: { factor: string; atMost: number } | null;
  from: string | null;
  to: string | null;
}

/** `GET /outlets/{id}/limits`: what bound an outlet on a day, and why it and not another. */
export interface OutletLimits {
  outlet: string;
  name: Text;
  date: string;
  standard: string | null;
  /** % */
  o2Reference: number | null;
  limits: {
    factor: string;
    name: Text;
    basis: LimitBasis;
    binding: CandidateView;
    why: Text;
    /** every limit in force that day, the strictest of each source, the binding one first */
    candidates: CandidateView[];
    /** the row that would bind if its condition held, where that factor was not measured */
    unless: CandidateView | null;
  }[];
}

export type OutletState = 'normal' | 'abnormal' | 'exceeding' | 'missing' | 'stopped' | 'unknown';

export interface ChannelView {
  factor: string;
  name: Text;
  unit: string | null;
  grain: Grain;
  stat: Stat;
  last: { at: string; value: number | null; flag: string } | null;
}

export interface OutletView {
  id: string;
  name: Text;
  medium: string;
  furnace: number | null;
  devices: string[];
  standard: string | null;
  state: OutletState;
  lastData: string | null;
  channels: ChannelView[];
  limits: LimitView[];
  /** hours used of each capped group of marks, this year or quarter */
  quotas: { id: string; name: Text; usedHours: number; capHours: number; period: string }[];
}

export interface SiteSummary {
  id: string;
  name: Text;
  region: string;
  industry: string;
  state: OutletState;
  demonstration: boolean;
  outlets: number;
  openAlerts: number;
  openLeads: number;
  lastData: string | null;
}

export interface SiteView extends SiteSummary {
  outletList: OutletView[];
}

export interface MarkView {
  id: string;
  outlet: string;
  kind: MarkKind;
  name: Text;
  layer: 'A' | 'B';
  start: string;
  end: string;
  createdAt: string;
  factor: string | null;
  /** when it came here; after `createdAt` where another platform had it first */
  receivedAt: string;
  author: AuthorView | null;
  note: string | null;
  /** true: taken back; it holds no more */
  revoked: boolean;
}

/** Role and internal number of who handed something in; never a name. */
export interface AuthorView {
  role: AuthorRole;
  id: string;
}

/** `GET /marks/{id}`: as it stands, with all its versions, oldest first. */
export interface MarkDetail extends MarkView {
  versions: MarkView[];
}

/** An order as it was handed in. */
export interface OrderView {
  id: string;
  kind: OrderKind;
  name: Text;
  issuer: string;
  served: string;
  start: string;
  /** null: an order to correct */
  end: string | null;
  /** per cent of normal production that must cease, 100 = stop */
  reduce: number | null;
  baselineKwh: number | null;
  level: string | null;
  measure: string | null;
  reference: string | null;
  sites: readonly string[];
  outlets: readonly string[];
  region: string | null;
  industry: string | null;
  rules: readonly string[] | null;
  createdAt: string;
  author: AuthorView | null;
  revoked: boolean;
}

export interface OrderDetail extends OrderView {
  versions: OrderView[];
}

/** `GET /sites/{id}/orders`: an order that reaches a site, handed in or of the catalogue. */
export interface SiteOrderView {
  id: string;
  kind: OrderKind;
  name: Text;
  start: string;
  end: string | null;
  reduce: number | null;
  level: string | null;
  measure: string | null;
  outlets: string[];
  /** why it does not bind this site */
  exempt: readonly Exemption[];
}

/** A complaint as far as it speaks of the polluter; nothing of who complained is kept. */
export interface ComplaintView {
  id: string;
  kind: ComplaintKind;
  name: Text;
  receivedAt: string;
  from: string;
  to: string;
  site: string | null;
  outlet: string | null;
  place: string | null;
  text: string | null;
  createdAt: string;
  author: AuthorView | null;
  revoked: boolean;
}

/** Ids of alerts and leads that a complaint may be about. */
export interface ComplaintLinks {
  alerts: string[];
  leads: string[];
}

export interface ComplaintDetail extends ComplaintView, ComplaintLinks {
  /** the span of automatic data that belongs to it */
  data: { from: string; to: string };
  versions: ComplaintView[];
}

/** Complaints that may be about an alert or a lead: how many, of which kinds, when. Their words stay where they are. */
export interface ComplaintsAbout {
  count: number;
  kinds: { kind: ComplaintKind; name: Text; count: number }[];
  /** each with the span of automatic data that belongs to it */
  items: {
    id: string;
    kind: ComplaintKind;
    name: Text;
    from: string;
    to: string;
    data: { from: string; to: string };
  }[];
}

/** What an enterprise said to an alert. */
export interface AnswerView {
  id: string;
  alert: string;
  enterprise: string;
  author: AuthorView;
  text: string;
  at: string;
}

/** `GET /enterprise`: what a token opens. Nothing of suspicions, leads, complaints or neighbours is in it. */
export interface EnterpriseView {
  id: string;
  name: string;
  now: string;
  sites: EnterpriseSite[];
}

export interface EnterpriseSite {
  id: string;
  name: Text;
  industry: string;
  outlets: EnterpriseOutlet[];
}

export interface EnterpriseOutlet {
  id: string;
  name: Text;
  medium: string;
  furnace: number | null;
  state: 'reporting' | 'missing' | 'stopped' | 'unknown';
  lastData: string | null;
  /** of each factor that has a limit: means at reference oxygen of the last hour and the last day with data, both so far */
  values: {
    factor: string;
    name: Text;
    unit: string | null;
    hour: number | null;
    day: number | null;
    limits: { basis: 'hour' | 'day' | 'month'; value: number; unit: string }[];
  }[];
  /** spans of the last week of which no record is there */
  gaps: { grain: HistoryGrain; from: string; to: string }[];
  /** marks that its industry has, with what each does and what is left of its cap */
  groups: EnterpriseMarkGroup[];
}

export interface EnterpriseMarkGroup {
  id: string;
  name: Text;
  kinds: { kind: MarkKind; name: Text }[];
  stops: boolean;
  exempts: boolean;
  conditional: boolean;
  invalidates: boolean;
  /** null: without a cap */
  quota: { capHours: number; usedHours: number; period: string } | null;
}

/** An open alert about an outlet of an enterprise. */
export interface EnterpriseAlert {
  id: string;
  outlet: string | null;
  kind: AlertKind;
  severity: Severity;
  state: AlertState;
  factor: string | null;
  start: string;
  end: string;
  value: number | null;
  limit: number | null;
  unit: string | null;
  says: Text;
  answers: AnswerView[];
}

/** What became of one row of a body of statements (marks, orders, complaints). `row` counts from 0, `line` from 1. */
export interface StatementOutcome {
  row: number;
  line?: number;
  id: string | null;
  /** `revised`: a new version of what was there; `repeat`: it was there already */
  outcome: 'accepted' | 'revised' | 'repeat' | 'rejected';
  field?: string | null;
  why?: string;
  says?: Text;
}

export interface StatementsView {
  v: 1;
  accepted: number;
  revised: number;
  repeat: number;
  rejected: number;
  rows: StatementOutcome[];
}

/**
 * `GET /series`: columns of equal length. Peaks are kept: a bucket has min, max and last; a bucket without data has
 * nulls, so gaps stay gaps. `basis`: `converted` to the outlet's reference oxygen, or as `measured`.
 */
export interface SeriesView {
  outlet: string;
  factor: string;
  name: Text;
  unit: string | null;
  basis: 'converted' | 'measured';
  /** what one bucket is: `raw` = one value of the finest grain */
  level: 'raw' | 'minute' | 'hour' | 'day';
  stepMs: number;
  from: string;
  to: string;
  /** bucket starts, epoch ms */
  t: number[];
  min: (number | null)[];
  max: (number | null)[];
  mean: (number | null)[];
  /** usable minutes in the bucket, and the flags seen in it (`""`, `"D"`, `"CD"`) */
  n: number[];
  flags: string[];
  limits: { basis: 'hour' | 'day'; value: number; from: string; to: string; source: string }[];
  marks: MarkView[];
  alerts: AlertView[];
}

export interface LeadView {
  v: 1;
  id: string;
  site: string;
  siteName: Text;
  cause: string;
  queue: LeadQueue;
  evidence: Evidence | null;
  severity: Severity;
  priority: number;
  reasons: Text[];
  says: Text;
  state: LeadState;
  moves: readonly LeadState[];
  assignee: string | null;
  openedAt: string;
  start: string;
  end: string;
  alerts: string[];
  version: number;
}

export interface LeadDetail extends LeadView {
  complaints: ComplaintsAbout;
  /** what the enterprise said to its alerts, oldest first */
  answers: AnswerView[];
  alertList: AlertView[];
  basis: BasisView[];
  steps: StepView[];
  against: Text[];
  history: { at: string; by: string; from: LeadState | null; to: LeadState; reason: string }[];
}

/** A sender. Every input is counted once: `accepted + repeat + rewrite + rejected = received`. */
export interface DeviceView {
  mn: string;
  outlet: string | null;
  state: 'online' | 'silent' | 'never' | 'quarantined';
  edition: '2005' | '2017' | '2025' | null;
  lastSeen: string | null;
  lastData: string | null;
  peer: string | null;
  received: number;
  accepted: number;
  repeat: number;
  rewrite: number;
  rejected: number;
  /** rejected by reason, e.g. `{CRC: 3}` */
  reasons: Record<string, number>;
  /** accepted all the same but odd (A+ kinds: `LEN`, `DUP`, `NOVALUE` …) */
  oddities: Record<string, number>;
  clockSkewMs: number | null;
}

/** What was asked of a device. `kind` and the keys that it has: `history` grain, from, to … */
export interface DeviceAskView {
  kind: AskKind;
  grain?: HistoryGrain;
  of?: 'live' | 'minute';
  every?: number;
  factor?: string;
  info?: string;
  from?: string;
  to?: string;
}

/** One request to a device, and what came of it. */
export interface RequestView {
  id: string;
  mn: string;
  ask: DeviceAskView;
  by: string;
  reason: string;
  at: string;
  state: RequestState;
  tries: number;
  frames: number;
  replies: string[];
  says: Text | null;
  endedAt: string | null;
}

/** One quarantined input, readable by a person; passwords are blanked. */
export interface QuarantineView {
  id: string;
  at: string;
  mn: string | null;
  peer: string;
  why: string;
  length: number;
  text: string;
}

/** How a connection to another system stands; times as RFC 3339. */
export interface ConnectionView extends Omit<ConnectionStatus, 'since' | 'lastAt'> {
  since: string;
  lastAt: string | null;
}

export interface DeadLetterView extends Omit<DeadLetter, 'at'> {
  at: string;
}

/** What became of something that was to be told of an alert or lead. */
export interface DeliveryView extends Omit<Delivery, 'at'> {
  output: string;
  kind: string;
  at: string;
}

/** What a camera saw around an alert, and what became of asking for it; times as RFC 3339. */
export interface FootageView extends Omit<Footage, 'from' | 'to' | 'at' | 'settledAt'> {
  from: string;
  to: string;
  at: string;
  settledAt: string | null;
  /** where the file that we keep is to be had; null: none is kept */
  file: string | null;
}

export interface PreviewView extends Omit<Preview, 'at'> {
  at: string | null;
}

/** `POST /ingest`: what became of a body. Answered when it is durable. */
export interface IngestView {
  v: 1;
  /** readings that can be used, those of unknown senders included; of `hj212`, frames */
  readings: number;
  /** how its records ended; null for `hj212`, and where the engine has not come to them yet */
  records: { accepted: number; repeat: number; rewrite: number; rejected: number } | null;
  /** senders that nobody knows: what they sent is kept, and counts once somebody adopts them */
  unknown: readonly string[];
  /** records that were not used, or not wholly: the first hundred */
  faults: readonly IngestFault[];
  /** all of them */
  faultCount: number;
}
export interface IngestFault {
  /** number of the record, from 0; null: the body as a whole */
  record: number | null;
  /** line of the body, from 1, where it has lines */
  line?: number;
  outcome: 'rejected';
  why: string;
  says: Text;
}

export interface RuleView {
  id: string;
  version: string;
  title: Text;
  detector: string;
  kind: AlertKind;
  severity: Severity;
  covers: readonly string[];
  basis: BasisView[];
  with: Facts;
  settle: string;
  /** who is told: the tier of an alert of so many windows and more, ascending */
  tiers: { level: Level; windows: number; name: Text; tells: Text }[];
  outlets: number;
  openAlerts: number;
  source: string;
}

/** `GET /rules/{id}`: the rule with the file that it was read from. */
export interface RuleDetail extends RuleView {
  yaml: string;
}

/** The edit of the rules that is in force, and what is wrong with files that are therefore not. */
export interface RulesStateView {
  /** number of the edit: 1, 2, 3 … */
  edit: number;
  at: string;
  /** null: files of the rules folder were edited */
  by: string | null;
  reason: string | null;
  folder: string;
  problems: FileProblemView[];
}

/** One thing wrong in a file: where, and what would be right. */
export interface FileProblemView {
  file: string;
  line: number;
  column: number;
  /** place inside the file, `with.minHours`; may be empty */
  path: string;
  says: Text;
}

/** `GET /rules` */
export interface RulePage extends Page<RuleView> {
  state: RulesStateView;
}

/** What an edit made of a rule: a text, or its end. */
export interface RuleVersionView {
  /** as alerts name it; null: the rule ended */
  version: string | null;
  /** SHA-256 of the text */
  hash: string | null;
  file: string;
  edit: number;
  at: string;
  by: string | null;
  reason: string | null;
  inForce: boolean;
}

/** `GET /rules/{id}/versions/{version}` */
export interface RuleVersionDetail extends RuleVersionView {
  yaml: string;
}

/** `GET /rules/{id}/diff`: the lines of two versions; null = there was none before. */
export interface RuleDiffView {
  from: string | null;
  to: string;
  lines: { sign: ' ' | '+' | '-'; text: string }[];
}

export interface OverviewView {
  v: 1;
  now: string;
  demonstration: boolean;
  open: Record<Severity, number>;
  /** of the enforcement queue */
  leads: Record<LeadState, number>;
  /** open cases of the review queue */
  review: number;
  outlets: Record<OutletState, number>;
  devices: { online: number; silent: number; quarantined: number };
  readingsPerSecond: number;
  /** ms between the last commit and now; null before the first */
  journalAgeMs: number | null;
  /** why the machine takes or judges nothing just now, a full disk for instance; empty when all is well */
  troubles: Text[];
}

/** `GET /stream` (SSE): `event:` is one of these, `data:` the JSON, `id:` grows by one. */
export interface StreamMessages {
  alert: { id: string; event: AlertEventKind; severity: Severity; site: string };
  lead: { id: string; state: LeadState; site: string };
  overview: OverviewView;
  /** other rules are in force, or files of the rules folder were refused */
  rules: { edit: number; problems: number };
  resync: Record<string, never>;
}

/** `POST /marks`, `POST /leads/{id}:move`, `POST /devices/{mn}:adopt`: bodies. */
export interface MarkRequest {
  outlet: string;
  mark: string;
  start: string;
  end: string;
  factor?: string;
  note?: string;
}
export interface LeadMoveRequest {
  to: LeadState;
  version: number;
  by: string;
  reason: string;
}
/** `PUT /rules/{id}` with `If-Match: "version"`, or `If-None-Match: *` for a new rule. */
export interface RulePublishRequest {
  yaml: string;
  by: string;
  reason: string;
}
/** `POST /rules/{id}:check`; the answer is `{problems}`. */
export interface RuleCheckView {
  problems: FileProblemView[];
}
/** `POST /rules/{id}:retire` with `If-Match: "version"`. */
export interface RuleRetireRequest {
  by: string;
  reason: string;
}
export interface AdoptRequest {
  outlet: string;
  by: string;
}

export interface Page<T> {
  items: T[];
  /** pass as `cursor` for the next page; null at the end */
  next: string | null;
}
