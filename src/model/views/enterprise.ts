import type { AlertKind, AlertState, Severity } from '../alert.ts';
import type { MarkKind } from '../mark.ts';
import type { HistoryGrain } from '../request.ts';
import type { Text } from '../text.ts';
import type { AnswerView } from './statements.ts';

/** `GET /enterprise`: what a token opens. Nothing of suspicions, leads, complaints or neighbours is in it. */
export interface EnterpriseView {
  id: string;
  name: string;
  now: string;
  sites: EnterpriseSite[];
}

export interface EnterpriseSite {
  id: string;
  name: Text;
  industry: string;
  outlets: EnterpriseOutlet[];
}

export interface EnterpriseOutlet {
  id: string;
  name: Text;
  medium: string;
  furnace: number | null;
  state: 'reporting' | 'missing' | 'stopped' | 'unknown';
  lastData: string | null;
  /** of each factor that has a limit: means at reference oxygen of the last hour and the last day with data, both so far */
  values: {
    factor: string;
    name: Text;
    unit: string | null;
    hour: number | null;
    day: number | null;
    limits: { basis: 'hour' | 'day' | 'month'; value: number; unit: string }[];
  }[];
  /** spans of the last week of which no record is there */
  gaps: { grain: HistoryGrain; from: string; to: string }[];
  /** marks that its industry has, with what each does and what is left of its cap */
  groups: EnterpriseMarkGroup[];
}

export interface EnterpriseMarkGroup {
  id: string;
  name: Text;
  kinds: { kind: MarkKind; name: Text }[];
  stops: boolean;
  exempts: boolean;
  conditional: boolean;
  invalidates: boolean;
  /** null: without a cap */
  quota: { capHours: number; usedHours: number; period: string } | null;
}

/** An open alert about an outlet of an enterprise. */
export interface EnterpriseAlert {
  id: string;
  outlet: string | null;
  kind: AlertKind;
  severity: Severity;
  state: AlertState;
  factor: string | null;
  start: string;
  end: string;
  value: number | null;
  limit: number | null;
  unit: string | null;
  says: Text;
  answers: AnswerView[];
}
