import type { Severity } from '../alert.ts';
import type { Evidence, LeadQueue, LeadState } from '../lead.ts';
import type { Text } from '../text.ts';
import type { AlertView, BasisView, StepView } from './alerts.ts';
import type { AnswerView, ComplaintsAbout } from './statements.ts';

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

export interface LeadMoveRequest {
  to: LeadState;
  version: number;
  by: string;
  reason: string;
}
