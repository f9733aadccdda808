import type { Severity } from './alert.ts';
import type { Text } from './text.ts';

/** How people move a lead (线索). The machine only opens leads and attaches alerts. */
export const LEAD_STATES = ['new', 'assigned', 'confirmed', 'referred', 'dismissed', 'closed'] as const;
export type LeadState = (typeof LEAD_STATES)[number];

/** States in which somebody still has to act. */
export const OPEN_LEAD_STATES = ['new', 'assigned', 'confirmed', 'referred'] as const satisfies LeadState[];

export const LEAD_MOVES: Record<LeadState, readonly LeadState[]> = {
  new: ['assigned', 'dismissed'],
  assigned: ['confirmed', 'dismissed'],
  confirmed: ['referred', 'closed'],
  referred: ['closed'],
  dismissed: [],
  closed: [],
};

/**
 * Who a case is offered to: enforcement, or an analyst who reviews signals of suspected falsification that do not
 * suffice by themselves (falsification.md §0).
 */
export const LEAD_QUEUES = ['enforcement', 'review'] as const;
export type LeadQueue = (typeof LEAD_QUEUES)[number];

/** How signals of suspected falsification weigh together. */
export interface Evidence {
  /** the best signal of each independent sensor or layer, summed */
  score: number;
  /** the sensors and layers that were heard */
  layers: string[];
  /** ids of the alerts that counted, the strongest first */
  alerts: string[];
  /** one signal suffices: an impossibility, or acts of people again and again */
  decisive: boolean;
  /** separate acts that the strongest signal speaks of; absent = one */
  acts?: number;
  needed: { lead: number; review: number; layers: number };
}

/** A case offered to enforcement: one site, one cause, all alerts that speak of it. */
export interface Lead {
  id: string;
  site: string;
  /** what joins its alerts: the alert kind and the outlet */
  cause: string;
  queue: LeadQueue;
  /** null: not about suspected falsification */
  evidence: Evidence | null;
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
