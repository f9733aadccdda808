import type { AlertEventKind, Severity } from '../alert.ts';
import type { LeadState } from '../lead.ts';
import type { Text } from '../text.ts';
import type { OutletState } from './sites.ts';

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
