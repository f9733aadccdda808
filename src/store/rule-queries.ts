import type { ChangedRule, RuleEdit, RuleTexts, RuleVersion } from '../model/rule-edit.ts';
import { type Database, query } from './database.ts';

/** The edit that is in force; undefined before the first. */
export function editInForce(db: Database): (Omit<RuleEdit, 'rules'> & { edit: number }) | undefined {
  const row = db.get(query.selectFrom('rule_edit').selectAll().orderBy('n', 'desc').limit(1));
  if (!row) return undefined;
  const { n, at, author, reason, files } = row;
  return { edit: n, at, by: author, reason, files: JSON.parse(files) as Record<string, string> };
}

/** The files that the edit in force named, with their texts. */
export function rulesInForce(db: Database): RuleTexts | undefined {
  const edit = editInForce(db);
  return edit && new Map(Object.entries(edit.files).map(([file, hash]) => [file, keptText(db, hash)!]));
}

/** Of a rule file or a mapping. */
export function keptText(db: Database, hash: string): string | undefined {
  return db.get(query.selectFrom('rule_text').select('text').where('hash', '=', hash))?.text;
}

/** Versions of a rule, the newest first. Nothing for an id that never was one. */
export function ruleVersions(db: Database, rule: string): RuleVersion[] {
  const rows = db.all(
    query
      .selectFrom('rule_version')
      .innerJoin('rule_edit', 'rule_edit.n', 'rule_version.edit')
      .select(['rule', 'file', 'hash', 'edit', 'at', 'author as by', 'reason'])
      .where('rule', '=', rule)
      .orderBy('edit', 'desc'),
  );
  return rows as RuleVersion[];
}

/** The version of every rule that the edit in force left standing. */
export function ruleVersionsInForce(db: Database): ChangedRule[] {
  const last = query
    .selectFrom('rule_version')
    .select((s) => ['rule', s.fn.max('edit').as('edit')])
    .groupBy('rule')
    .as('last');
  return db.all(
    query
      .selectFrom('rule_version')
      .innerJoin(last, (on) =>
        on.onRef('last.rule', '=', 'rule_version.rule').onRef('last.edit', '=', 'rule_version.edit'),
      )
      .select(['rule_version.rule', 'file', 'hash'])
      .where('hash', 'is not', null)
      .orderBy('rule_version.rule'),
  );
}
