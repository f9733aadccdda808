import type { Alert } from '../model/alert.ts';
import type { DaySpan, Span } from '../model/beijing.ts';
import type { Lead, LeadQueue, LeadState } from '../model/lead.ts';
import type { MarkKind } from '../model/mark.ts';
import type { Medium } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';
import type { TransmissionRow } from '../model/transmission.ts';

/** What a report is made from: plain data, gathered once. Instants are epoch ms, days Beijing day numbers. */

export const REPORT_KINDS = ['daily', 'monthly'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export interface ReportScope {
  kind: ReportKind;
  /** one day, or one month */
  days: DaySpan;
  /** sites whose administrative division code begins so; null = all */
  region: string | null;
  /** one site; null = all */
  site: string | null;
}

export interface ReportFacts extends ReportScope {
  /** who makes the report; null: left to be filled in by hand */
  issuer: string | null;
  /** day on which it is made */
  producedOn: number;
  /** the journal's clock: what was received and entered up to here is in the report; null before the first input */
  asOf: number | null;
  rules: { version: string; edit: number | null };
  /** outlets whose past is still to be judged under rules that changed */
  behind: number;
  outlets: readonly OutletFigures[];
  /** alerts that stand and touch the period */
  alerts: readonly ReportedAlert[];
  /** leads that were opened or moved in the period */
  leads: readonly ReportedLead[];
  /** leads that somebody still has to act on, as of {@link asOf} */
  openLeads: Record<LeadQueue, Partial<Record<LeadState, number>>>;
  devices: readonly ReportedDevice[];
  names: { factors: Readonly<Record<string, Text>>; rules: Readonly<Record<string, Text>> };
}

/**
 * How an outlet was there in the period: it sent something; it sent nothing and was filed as out of service all the time;
 * it sent nothing without that; or it never sent anything up to the end of the period.
 */
export const PRESENCES = ['reporting', 'stopped', 'silent', 'never'] as const;
export type Presence = (typeof PRESENCES)[number];

export interface OutletFigures {
  site: { id: string; name: Text; region: string; industry: string; demonstration: boolean };
  outlet: { id: string; name: Text; medium: Medium };
  presence: Presence;
  /** end of the latest period received, ever; null: none */
  lastData: number | null;
  /** every window of the period is over and was judged */
  judged: boolean;
  transmission: readonly TransmissionRow[];
  /** spans under marks of a kind, merged, cut at the period */
  marks: readonly (Span & { kind: MarkKind })[];
  quotas: readonly {
    name: Text;
    /** `2026`, `2026-Q1` */
    period: string;
    /** used up to the end of the report's period */
    usedHours: number;
    capHours: number;
  }[];
}

/** An alert with those of its windows that touch the period. */
export interface ReportedAlert
  extends Pick<
    Alert,
    'id' | 'rule' | 'kind' | 'severity' | 'state' | 'site' | 'outlet' | 'factor' | 'start' | 'end' | 'unit' | 'says'
  > {
  /** it asserts that something was broken; otherwise it is for attention */
  asserts: boolean;
  windows: readonly ReportedWindow[];
}

export interface ReportedWindow extends Span {
  value: number | null;
  limit: number | null;
  /** what is one act, a furnace-day for instance */
  act: string | null;
}

export interface ReportedLead
  extends Pick<Lead, 'id' | 'site' | 'queue' | 'severity' | 'state' | 'says' | 'openedAt' | 'start' | 'end'> {
  /** how many alerts it gathers */
  alerts: number;
  /** what people decided in the period */
  moves: readonly { at: number; to: LeadState }[];
}

export interface ReportedDevice {
  mn: string;
  outlet: string;
  state: 'online' | 'silent' | 'never';
  lastSeen: number | null;
}
