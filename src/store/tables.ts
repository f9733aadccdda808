import type { Generated } from 'kysely';

/** The tables, as the queries see them. Times are epoch ms; `body` is the whole object as JSON, beside what is searched. */
export interface Tables {
  migration: { id: number; name: string };
  progress: Omit<ProgressRow, 'made'> & { made: Generated<string> };
  finding: { rule: string; outlet: string; factor: string; from_at: number; start_at: number; body: string };
  alert: AlertRow;
  alert_event: { alert: string; n: number; event: string; at: number; body: string; seq: number };
  lead: LeadRow;
  lead_event: {
    lead: string;
    n: number;
    at: number;
    author: string;
    from_state: string | null;
    to_state: string;
    reason: string;
    seq: number;
    /** the lead as it stood then; null: of an old layout, or forgotten */
    body: string | null;
  };
  lead_alert: { lead: string; alert: string };
  mark: MarkRow;
  mark_version: { n: number; id: string; body: string };
  device: { mn: string; outlet: string | null; last_seen: number | null; body: string };
  adoption: { mn: string; outlet: string; at: number; author: string };
  device_request: { id: string; mn: string; at: number; open: number; body: string };
  footage: { id: string; alert: string; from_at: number; body: string };
  quarantine: { id: number; at: number; mn: string; peer: string; why: string; length: number; bytes: Uint8Array };
  page: { outlet: string; day: number; seq: number; bytes: Uint8Array };
  ledger: { outlet: string; seq: number; body: string };
  rule_text: { hash: string; text: string };
  rule_edit: { n: number; at: number; author: string | null; reason: string | null; files: string };
  rule_version: { rule: string; edit: number; file: string; hash: string | null };
  statement: StatementRow;
  outbox: { id: number; kind: string; body: string };
}

/** One row: up to which entry of the journal everything else holds, and the last number given in each sequence. */
export interface ProgressRow {
  id: 1;
  position: number;
  clock: number;
  outbox: number;
  quarantine: number;
  mark_version: number;
  /** tells this file from another one that was computed anew from the journal */
  made: string;
}

export interface AlertRow {
  id: string;
  state: string;
  /** 1 while provisional or confirmed */
  open: number;
  /** index into SEVERITIES */
  severity: number;
  kind: string;
  rule: string;
  site: string;
  outlet: string | null;
  start_at: number;
  end_at: number;
  updated_at: number;
  /** number of events so far */
  events: number;
  /** both sentences in lower case, for searching */
  says: string;
  body: string;
}

export interface LeadRow {
  id: string;
  site: string;
  queue: string;
  state: string;
  priority: number;
  opened_at: number;
  events: number;
  says: string;
  body: string;
}

/** A version of what was handed in: orders, complaints, answers to alerts. */
export interface StatementRow {
  kind: string;
  id: string;
  /** number of the version, from 1 */
  n: number;
  /** 1: the version that holds now */
  current: number;
  /** what it is about: a site, an alert; empty where it names none */
  subject: string;
  start_at: number;
  end_at: number;
  body: string;
}

export interface MarkRow {
  id: string;
  outlet: string;
  start_at: number;
  end_at: number;
  created_at: number;
  revoked: number;
  body: string;
}
