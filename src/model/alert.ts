import type { Text } from './text.ts';

export const ALERT_KINDS = [
  'exceedance',
  'temperature',
  'duty',
  'mark',
  'falsification',
  'power',
  'quality',
  'statistics',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Ascending. */
export const SEVERITIES = ['info', 'warning', 'serious', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ALERT_STATES = ['provisional', 'confirmed', 'withdrawn'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Plain data, fit for canonical JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Facts = { [key: string]: Json };

/**
 * One claim of one rule about one window. `from`/`to` is the judged window (half-open, epoch ms); `start`/`end` the
 * part of it that the claim speaks of. Its id is made of rule, subject and window, so saying it twice is saying it once.
 */
export interface Finding {
  rule: string;
  /** version of the rule that made it */
  ruleVersion: string;
  outlet: string;
  factor: string | null;
  from: number;
  to: number;
  start: number;
  end: number;
  /** instant from which the settle time counts, epoch ms */
  asOf: number;
  value: number | null;
  limit: number | null;
  unit: string | null;
  severity: Severity;
  /** what the finding asserts was broken; empty for anything less */
  covers: readonly string[];
  facts: Facts;
}

/** An episode: the findings of one rule and subject that touch each other. Moved by the machine only. */
export interface Alert {
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
  /** epoch ms */
  start: number;
  end: number;
  /** judged value of the worst window */
  value: number | null;
  limit: number | null;
  unit: string | null;
  /** number of findings in the episode */
  count: number;
  /**
   * Of the worst window, plus `windows`: every window with its value, and `steps`: how the value came about; `finalUntil`
   * where only the windows before are final, the alert still growing.
   */
  facts: Facts;
  says: Text;
}

export const ALERT_EVENTS = ['raised', 'revised', 'confirmed', 'withdrawn'] as const;
export type AlertEventKind = (typeof ALERT_EVENTS)[number];

/** A change of an alert: the alert as it now stands, and when the journal's clock saw it. */
export interface AlertEvent {
  event: AlertEventKind;
  at: number;
  alert: Alert;
  /** the alert as far as it is final, which leads rest on: all of a confirmed one, the settled days of one that still grows */
  final?: Alert | undefined;
}
