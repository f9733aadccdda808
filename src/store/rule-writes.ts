import type { RuleEdit } from '../model/rule-edit.ts';
import { type Database, query } from './database.ts';

/** Keeps every text of a rule file or a mapping for ever, by its hash. */
export function textWrites(db: Database): (texts: Readonly<Record<string, string>>) => void {
  return (texts) => {
    for (const [hash, text] of Object.entries(texts)) {
      db.run(
        query
          .insertInto('rule_text')
          .values({ hash, text })
          .onConflict((c) => c.doNothing()),
      );
    }
  };
}

/** Keeps every edit, and which versions of rules came with it. */
export function ruleEditWrites(db: Database): (edit: RuleEdit) => void {
  return ({ at, by, reason, files, rules }) => {
    const n = (db.get(query.selectFrom('rule_edit').select((s) => s.fn.max('n').as('n')))?.n ?? 0) + 1;
    db.run(query.insertInto('rule_edit').values({ n, at, author: by, reason, files: JSON.stringify(files) }));
    for (const { rule, file, hash } of rules) {
      db.run(query.insertInto('rule_version').values({ rule, edit: n, file, hash }));
    }
  };
}
