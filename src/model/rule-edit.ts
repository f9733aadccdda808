/** The files of a rules folder that say what is looked for: path inside the folder → text. */
export type RuleTexts = ReadonlyMap<string, string>;

/** A change of what is looked for: from then on exactly these files are in force. */
export interface RuleEdit {
  /** when it was journaled, epoch ms */
  at: number;
  /** role or id of who published it; null: the files of the rules folder were edited */
  by: string | null;
  reason: string | null;
  /** path inside the rules folder → SHA-256 of the text, lower-case hex */
  files: Readonly<Record<string, string>>;
  /** rules that began, changed or ended with it */
  rules: readonly ChangedRule[];
}

export interface ChangedRule {
  rule: string;
  file: string;
  /** SHA-256 of its text; null: the rule ended */
  hash: string | null;
}

/** One version of a rule: the text, or the end, that an edit gave it. */
export interface RuleVersion extends ChangedRule, Pick<RuleEdit, 'at' | 'by' | 'reason'> {
  /** number of the edit: 1, 2, 3 … over all rules */
  edit: number;
}

/** What alerts call a version of a rule: the beginning of its text's hash. */
export const versionOf = (hash: string) => hash.slice(0, 12);
