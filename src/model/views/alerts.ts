import type { AlertEventKind, AlertKind, AlertState, Facts, Severity } from '../alert.ts';
import type { Text } from '../text.ts';
import type { AnswerView, ComplaintsAbout } from './statements.ts';

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
