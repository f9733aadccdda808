import { ConfigError } from '../config/strict-yaml.ts';
import type { ChangedRule, RuleEdit } from '../model/rule-edit.ts';
import type { StoreSnapshot } from '../store/snapshot.ts';
import type { StoreWriter } from '../store/writer.ts';
import { fileInFolder, type Ground, type RuleLibrary } from './rule-library.ts';

/** Which rules are in force by which edit, and what an edit changes. */
export class RuleHistory {
  /** number of the edit in force; 0 before the first */
  edit: number;
  readonly #library: RuleLibrary;
  readonly #textOf: (hash: string) => string | undefined;
  /** rules of the last edit */
  #versions: Map<string, ChangedRule>;

  /** @param textOf text of a rule file that the journal holds, by its hash */
  constructor(library: RuleLibrary, store: StoreWriter | StoreSnapshot, textOf: (hash: string) => string | undefined) {
    this.edit = store.lastEdit();
    this.#library = library;
    this.#textOf = textOf;
    this.#versions = new Map(store.ruleVersionsInForce().map((version) => [version.rule, version]));
  }

  /** The rules that these files make; undefined where this version cannot read them. */
  load(files: RuleEdit['files']): Ground | undefined {
    const texts = new Map<string, string>();
    for (const [file, hash] of Object.entries(files)) {
      const text = this.#textOf(hash);
      if (text !== undefined) texts.set(file, text);
    }
    try {
      return this.#library.load(texts);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return undefined;
    }
  }

  /** Puts rules in force. @returns those that are not as they were in the edit before; all of them in the first */
  put({ rulebook }: Ground, files: RuleEdit['files']): ChangedRule[] {
    this.edit++;
    const before = this.#versions;
    this.#versions = new Map(
      rulebook.rules.map(({ id, source }) => {
        const file = fileInFolder(source);
        return [id, { rule: id, file, hash: files[file]! }];
      }),
    );
    const changed = [...this.#versions.values()].filter((now) => {
      const was = before.get(now.rule);
      return was?.hash !== now.hash || was.file !== now.file;
    });
    const ended = [...before.values()].filter(({ rule }) => !this.#versions.has(rule));
    return [...changed, ...ended.map((was) => ({ ...was, hash: null }))];
  }
}
