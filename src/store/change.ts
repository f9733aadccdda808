import type { AlertEvent, Finding } from '../model/alert.ts';
import type { Adoption, DeviceCounters, Quarantined } from '../model/device.ts';
import type { Footage } from '../model/footage.ts';
import type { LeadEvent } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { DeviceRequest } from '../model/request.ts';
import type { RuleEdit } from '../model/rule-edit.ts';
import type { Statement } from '../model/statement.ts';

/** A ledger page as the engine packed it; the store does not look inside. */
export interface StoredPage {
  outlet: string;
  /** Beijing day number */
  day: number;
  /** the engine's number of this version of the page */
  seq: number;
  bytes: Uint8Array;
}

/** What the engine remembers of an outlet beside its pages; the store does not look inside. */
export interface StoredLedger {
  outlet: string;
  /** journal batch up to which the outlet's pages and this state hold */
  seq: number;
  body: string;
}

export type FindingKey = Pick<Finding, 'rule' | 'outlet' | 'factor' | 'from' | 'start'>;

/** What the engine came to say from one stretch of the journal. Written whole or not at all. */
export interface StoreChange {
  /** number of the last journal batch that is contained */
  position: number;
  /** the journal's clock, epoch ms */
  clock: number;
  /** transitions in order */
  alerts: readonly AlertEvent[];
  findings: { put: readonly Finding[]; drop: readonly FindingKey[] };
  leads: readonly LeadEvent[];
  /** every version is kept; of one id the one created last is shown */
  marks: readonly Mark[];
  /** the full row of each changed sender */
  devices: readonly DeviceCounters[];
  adoptions: readonly Adoption[];
  /** as asked, or as it ended */
  requests: readonly DeviceRequest[];
  /** versions of orders, complaints and answers, in the order in which they came */
  statements: readonly Statement[];
  /** bookmarked, or as it came out */
  footage: readonly Footage[];
  quarantine: readonly Quarantined[];
  /** texts of rule files and mappings by their hash, also of an edit that this version could not take */
  texts: Readonly<Record<string, string>>;
  ruleEdits: readonly RuleEdit[];
  pages: readonly StoredPage[];
  ledgers: readonly StoredLedger[];
}
