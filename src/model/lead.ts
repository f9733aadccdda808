import type { Severity } from './alert.ts';
import type { Text } from './text.ts';

/** How people move a lead (线索). The machine only opens leads and attaches alerts. */
export const LEAD_STATES = ['new', 'assigned', 'confirmed', 'referred', 'dismissed', 'closed'] as const;
export type LeadState = (typeof LEAD_STATES)[number];

export const LEAD_MOVES: Record<LeadState, readonly LeadState[]> = {
  new: ['assigned', 'dismissed'],
  assigned: ['confirmed', 'dismissed'],
  confirmed: ['referred', 'closed'],
  referred: ['closed'],
  dismissed: [],
  closed: [],
};

/** A case offered to enforcement: one site, one cause, all alerts that speak of it. */
export interface Lead {
  id: string;
  site: string;
  /** what joins its alerts: the alert kind and the outlet */
  cause: string;
  severity: Severity;
  /** 0–100, higher first; `reasons` says what it is made of */
  priority: number;
  reasons: Text[];
  says: Text;
  state: LeadState;
  assignee: string | null;
  /** epoch ms */
  openedAt: number;
  start: number;
  end: number;
  /** ids of its alerts, oldest first */
  alerts: string[];
  /** grows with each change; a write must name the version it saw */
  version: number;
}

/** A lead was opened (`from` null), gathered another alert (`from` = its state) or was moved by somebody. */
export interface LeadEvent {
  /** epoch ms, the journal's clock */
  at: number;
  /** who: a person's name as given with the command, or `fluewatch` */
  by: string;
  from: LeadState | null;
  reason: string;
  /** the lead as it now stands */
  lead: Lead;
}
