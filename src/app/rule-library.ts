import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadCatalogue, type TextFile } from '../catalogue/load.ts';
import { ConfigError, type Problem } from '../config/strict-yaml.ts';
import type { Detector } from '../detectors/detector.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import { loadRule } from '../rulebook/load.ts';
import type { Rule, Rulebook } from '../rulebook/rulebook.ts';
import { loadRuleFiles, sortFiles } from './rule-folder.ts';

/** What the engine judges by. */
export interface Ground {
  rulebook: Rulebook;
  catalogue: Catalogue;
}

/** Where files lie for people who read of rules in force, wherever the folder is. */
const SHOWN = 'rules';

/** Turns the texts of a rules folder into what the engine judges by, against one catalogue. */
export class RuleLibrary {
  readonly #detectors: ReadonlyMap<string, Detector>;
  readonly #catalogue: readonly TextFile[];
  /** what was read last: it was checked a moment before it is put in force */
  #last: { key: string; ground: Ground } | undefined;
  /** rules as they were read last, by file: of many files one changes at a time */
  #rules = new Map<string, { basis: string; rule: Rule }>();
  #bound: { limits: string; catalogue: Catalogue } | undefined;

  constructor(detectors: ReadonlyMap<string, Detector>, catalogue: readonly TextFile[]) {
    this.#detectors = detectors;
    this.#catalogue = catalogue;
  }

  /** @throws ConfigError with every problem of every file, those of the catalogue that a standard is missing included */
  load(texts: RuleTexts): Ground {
    const key = digest(texts);
    if (this.#last?.key !== key) this.#last = { key, ground: this.#read(texts) };
    return this.#last.ground;
  }

  /** The first that can be read: what was in force, and else what the folder holds. @throws ConfigError of the last */
  loadFirst([texts, ...others]: readonly RuleTexts[]): Ground {
    try {
      return this.load(texts!);
    } catch (error) {
      if (!(error instanceof ConfigError) || others.length === 0) throw error;
      return this.loadFirst(others);
    }
  }

  /** What is wrong with texts; nothing = they can be put in force. */
  problems({ texts, folder, draft }: Candidate): Problem[] {
    try {
      const { rulebook } = this.load(texts);
      const drafted = draft && rulebook.rules.find(({ source }) => fileInFolder(source) === draft.file);
      return drafted && drafted.id !== draft.rule ? [otherId(drafted, draft.rule, folder)] : [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map((problem) => ({ ...problem, file: underFolder(problem.file, folder) }));
    }
  }

  #read(texts: RuleTexts): Ground {
    const files = sortFiles(texts, SHOWN);
    const basis = files.basis.text;
    const { rulebook, standards } = loadRuleFiles(files, this.#detectors, (file, ...given) => {
      const known = this.#rules.get(file.name);
      if (known?.basis === basis && known.rule.yaml === file.text) return known.rule;
      const rule = loadRule(file, ...given);
      this.#rules.set(file.name, { basis, rule });
      return rule;
    });
    const limits = JSON.stringify([...standards]);
    if (this.#bound?.limits !== limits) {
      this.#bound = { limits, catalogue: loadCatalogue(this.#catalogue, standards) };
    }
    return { rulebook, catalogue: this.#bound.catalogue };
  }
}

/** Texts that somebody wants to be put in force. */
export interface Candidate {
  texts: RuleTexts;
  /** where they lie, for people */
  folder: string;
  /** the file that must hold this rule */
  draft?: { rule: string; file: string } | undefined;
}

function otherId({ id, yaml, source }: Rule, rule: string, folder: string): Problem {
  const line = yaml.split('\n').findIndex((text) => text.startsWith('id:')) + 1;
  const says = {
    zh: `这里的编号是“${id}”，而要发布的规则是“${rule}”；编号不能改，换编号请新建规则`,
    en: `the id here is "${id}", but the rule to be published is "${rule}"; an id cannot change: make a new rule instead`,
  };
  return { file: underFolder(source, folder), line: Math.max(1, line), column: 1, path: 'id', says };
}

/** Path inside the rules folder of a file of the rules in force. */
export const fileInFolder = (source: string): string => path.relative(SHOWN, source);

function underFolder(file: string, folder: string): string {
  const inside = fileInFolder(file);
  return inside.startsWith('..') ? file : path.join(folder, inside);
}

function digest(texts: RuleTexts): string {
  const hash = createHash('sha256');
  for (const [file, text] of [...texts].sort()) hash.update(`${file}\0${text}\0`);
  return hash.digest('hex');
}
