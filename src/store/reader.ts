import type { AlertEvent, Severity } from '../model/alert.ts';
import type { DeviceCounters } from '../model/device.ts';
import type { Footage } from '../model/footage.ts';
import type { Lead, LeadQueue, LeadState } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { DeviceRequest } from '../model/request.ts';
import type { RuleTexts, RuleVersion } from '../model/rule-edit.ts';
import type { StatementKind } from '../model/statement.ts';
import * as alerts from './alert-queries.ts';
import { openForReading, query } from './database.ts';
import * as events from './event-queries.ts';
import * as footage from './footage-queries.ts';
import * as leads from './lead-queries.ts';
import { type MarkFilter, markById, markSlice, markVersions } from './mark-queries.ts';
import type { PageVersion } from './page-queries.ts';
import * as pages from './page-queries.ts';
import * as requests from './request-queries.ts';
import * as rules from './rule-queries.ts';
import * as senders from './sender-queries.ts';
import type { Key, Slice } from './slice.ts';
import * as statements from './statement-queries.ts';

/** A message of the live stream, `body` being its JSON. */
export interface OutboxMessage {
  id: number;
  kind: 'alert' | 'lead';
  body: string;
}

/**
 * Reads the views while the writer writes them, from any thread or process. Each call sees one whole commit. Lists come
 * in slices: pass the `next` of one as the `after` of the following.
 */
export class StoreReader {
  readonly #db;

  /** Throws where no writer has made the file yet. */
  constructor(path: string) {
    this.#db = openForReading(path);
  }

  alerts(filter: alerts.AlertFilter, sort: alerts.AlertSort, after: Key | null, limit: number) {
    return alerts.alertSlice(this.#db, filter, sort, after, limit);
  }

  alert(id: string): alerts.StoredAlert | undefined {
    return alerts.alertById(this.#db, id);
  }

  alertHistory(id: string): AlertEvent[] {
    return alerts.alertHistory(this.#db, id);
  }

  alertsOfLead(lead: string): alerts.StoredAlert[] {
    return alerts.alertsOfLead(this.#db, lead);
  }

  openBySeverity(): Record<Severity, number> {
    return alerts.openBySeverity(this.#db);
  }

  leads(filter: leads.LeadFilter, after: Key | null, limit: number): Slice<Lead> {
    return leads.leadSlice(this.#db, filter, after, limit);
  }

  lead(id: string): Lead | undefined {
    return leads.leadById(this.#db, id);
  }

  leadHistory(id: string): leads.LeadLine[] {
    return leads.leadHistory(this.#db, id);
  }

  leadMoves(from: number, to: number): leads.LeadMove[] {
    return leads.leadMoves(this.#db, from, to);
  }

  leadsOfAlert(alert: string): string[] {
    return leads.leadsOfAlert(this.#db, alert);
  }

  leadsByState(queue: LeadQueue): Record<LeadState, number> {
    return leads.leadsByState(this.#db, queue);
  }

  marks(filter: MarkFilter, after: Key | null, limit: number): Slice<Mark> {
    return markSlice(this.#db, filter, after, limit);
  }

  mark(id: string): Mark | undefined {
    return markById(this.#db, id);
  }

  markVersions(id: string): Mark[] {
    return markVersions(this.#db, id);
  }

  statements<T>(kind: StatementKind, filter: statements.StatementFilter, after: Key | null, limit: number): Slice<T> {
    return statements.statementSlice<T>(this.#db, kind, filter, after, limit);
  }

  /** What holds now of an id. */
  statement<T>(kind: StatementKind, id: string): T | undefined {
    return statements.statementVersions<T>(this.#db, kind, id).at(-1);
  }

  /** Oldest first. */
  statementVersions<T>(kind: StatementKind, id: string): T[] {
    return statements.statementVersions<T>(this.#db, kind, id);
  }

  devices(after: Key | null, limit: number): Slice<DeviceCounters> {
    return senders.deviceSlice(this.#db, after, limit);
  }

  device(mn: string): DeviceCounters | undefined {
    return senders.deviceByMn(this.#db, mn);
  }

  requests(mn: string, after: Key | null, limit: number): Slice<DeviceRequest> {
    return requests.requestSlice(this.#db, mn, after, limit);
  }

  openRequests(): DeviceRequest[] {
    return requests.openRequests(this.#db);
  }

  footageOfAlert(alert: string): Footage[] {
    return footage.footageOfAlert(this.#db, alert);
  }

  footageOfLead(lead: string): Footage[] {
    return footage.footageOfLead(this.#db, lead);
  }

  footage(id: string): Footage | undefined {
    return footage.footageById(this.#db, id);
  }

  senderCounts(silentBefore: number): senders.SenderCounts {
    return senders.senderCounts(this.#db, silentBefore);
  }

  quarantine(mn: string | null, after: Key | null, limit: number): Slice<senders.StoredQuarantined> {
    return senders.quarantineSlice(this.#db, mn, after, limit);
  }

  editInForce() {
    return rules.editInForce(this.#db);
  }

  rulesInForce(): RuleTexts | undefined {
    return rules.rulesInForce(this.#db);
  }

  text(hash: string): string | undefined {
    return rules.keptText(this.#db, hash);
  }

  ruleVersions(rule: string): RuleVersion[] {
    return rules.ruleVersions(this.#db, rule);
  }

  /** Stream messages numbered above `after`, in order. */
  outbox(after: number, limit: number): OutboxMessage[] {
    const rows = this.#db.all(
      query.selectFrom('outbox').selectAll().where('id', '>', after).orderBy('id').limit(limit),
    );
    return rows as OutboxMessage[];
  }

  /** What became of alerts and leads after an event, in order: see {@link events.eventsAfter}. */
  eventsAfter(seq: number, limit: number): events.StoredEvent[] {
    return events.eventsAfter(this.#db, seq, limit);
  }

  /** Number of the newest event; 0 before the first. */
  lastEvent(): number {
    return events.lastEvent(this.#db);
  }

  /** Pages stored anew after a place, in order, without their bytes. */
  pagesAfter(place: PageVersion, limit: number): PageVersion[] {
    return pages.pagesAfter(this.#db, place, limit);
  }

  pagesWaiting(place: PageVersion): number {
    return pages.pagesWaiting(this.#db, place);
  }

  /** The version of a page that was stored last; undefined where none is. */
  lastPage(): PageVersion | undefined {
    return pages.lastPage(this.#db);
  }

  /** Days that have a page and are touched by marks numbered above `after`, with every span these marks ever had. */
  daysMarkedAfter(after: number): pages.MarkedDays {
    return pages.daysMarkedAfter(this.#db, after);
  }

  /** Number of the newest version of a mark. */
  lastMark(): number {
    return this.#db.get(query.selectFrom('progress').select('mark_version'))!.mark_version;
  }

  /** Number of the last event before the first that happened at `at` (epoch ms) or later. */
  eventBefore(at: number): number {
    return events.eventBefore(this.#db, at);
  }

  /** Tells this file from another one that was computed anew from the journal: numbers of events begin anew in it. */
  made(): string {
    return this.#db.get(query.selectFrom('progress').select('made'))!.made;
  }

  /** Number of the oldest message kept and of the newest ever written; `first` is `last + 1` where none is kept. */
  outboxSpan(): { first: number; last: number } {
    const { outbox: last } = this.#db.get(query.selectFrom('progress').select('outbox'))!;
    const { first } = this.#db.get(query.selectFrom('outbox').select((s) => s.fn.min('id').as('first')))!;
    return { first: first ?? last + 1, last };
  }

  close(): void {
    this.#db.close();
  }
}
