import { loadCatalogue, type TextFile } from '../catalogue/load.ts';
import { ConfigError, type Problem, readYaml } from '../config/strict-yaml.ts';
import type { Finding } from '../rulebook/lint/finding.ts';

import { lint } from '../rulebook/lint/lint.ts';
import { regulationsSchema } from '../rulebook/regulations.ts';
import { loadDetectors, loadRuleFiles, type RuleFolderFiles } from './rule-folder.ts';
import { loadRuleTests } from './rule-tests/suite.ts';

export type { Finding };

export interface Linted {
  findings: Finding[];
  /** what was read */
  rules: number;
  standards: number;
  basis: number;
  tests: number;
}

/**
 * Reads a whole rules folder, tests included, and thinks about it.
 * @param catalogue where the rules are to be used; none = anywhere
 * @param today Beijing day number
 * @throws ConfigError with every problem of every file, where one is invalid
 */
export async function lintFolder(
  files: RuleFolderFiles,
  catalogue: readonly TextFile[],
  today: number,
): Promise<Linted> {
  const problems: Problem[] = [];
  const attempt = <T>(load: () => T): T | undefined => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const detectors = await loadDetectors();
  const loaded = attempt(() => loadRuleFiles(files, detectors));
  const tests = attempt(() => loadRuleTests(loaded, files.tests));
  const { regulations: listed } = files;
  const regulations = listed && attempt(() => readYaml(listed.text, listed.name, regulationsSchema));
  const sites = loaded && attempt(() => loadCatalogue(catalogue, loaded.standards));
  if (problems.length > 0 || !loaded || !tests || !sites) throw new ConfigError(problems);
  const findings = lint({
    files,
    ...loaded,
    tested: new Set(tests.map(({ rule }) => rule.id)),
    regulations,
    site: catalogue.length === 0 ? undefined : { catalogue: sites, files: catalogue },
    today,
  });
  const { rulebook, standards } = loaded;
  const { length: rules } = rulebook.rules;
  return { findings, rules, standards: standards.size, basis: rulebook.basis.size, tests: tests.length };
}
