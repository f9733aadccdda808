import type { AlertKind, Facts, Severity } from '../alert.ts';
import type { Level } from '../level.ts';
import type { Text } from '../text.ts';
import type { BasisView } from './alerts.ts';
import type { Page } from './page.ts';

export interface RuleView {
  id: string;
  version: string;
  title: Text;
  detector: string;
  kind: AlertKind;
  severity: Severity;
  covers: readonly string[];
  basis: BasisView[];
  with: Facts;
  settle: string;
  /** who is told: the tier of an alert of so many windows and more, ascending */
  tiers: { level: Level; windows: number; name: Text; tells: Text }[];
  outlets: number;
  openAlerts: number;
  source: string;
}

/** `GET /rules/{id}`: the rule with the file that it was read from. */
export interface RuleDetail extends RuleView {
  yaml: string;
}

/** The edit of the rules that is in force, and what is wrong with files that are therefore not. */
export interface RulesStateView {
  /** number of the edit: 1, 2, 3 … */
  edit: number;
  at: string;
  /** null: files of the rules folder were edited */
  by: string | null;
  reason: string | null;
  folder: string;
  problems: FileProblemView[];
}

/** One thing wrong in a file: where, and what would be right. */
export interface FileProblemView {
  file: string;
  line: number;
  column: number;
  /** place inside the file, `with.minHours`; may be empty */
  path: string;
  says: Text;
}

/** `GET /rules` */
export interface RulePage extends Page<RuleView> {
  state: RulesStateView;
}

/** What an edit made of a rule: a text, or its end. */
export interface RuleVersionView {
  /** as alerts name it; null: the rule ended */
  version: string | null;
  /** SHA-256 of the text */
  hash: string | null;
  file: string;
  edit: number;
  at: string;
  by: string | null;
  reason: string | null;
  inForce: boolean;
}

/** `GET /rules/{id}/versions/{version}` */
export interface RuleVersionDetail extends RuleVersionView {
  yaml: string;
}

/** `GET /rules/{id}/diff`: the lines of two versions; null = there was none before. */
export interface RuleDiffView {
  from: string | null;
  to: string;
  lines: { sign: ' ' | '+' | '-'; text: string }[];
}

/** `PUT /rules/{id}` with `If-Match: "version"`, or `If-None-Match: *` for a new rule. */
export interface RulePublishRequest {
  yaml: string;
  by: string;
  reason: string;
}

/** `POST /rules/{id}:check`; the answer is `{problems}`. */
export interface RuleCheckView {
  problems: FileProblemView[];
}

/** `POST /rules/{id}:retire` with `If-Match: "version"`. */
export interface RuleRetireRequest {
  by: string;
  reason: string;
}
