import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadStandards, type TextFile } from '../catalogue/load.ts';
import type { StandardFile } from '../catalogue/schema.ts';
import { ConfigError, type Problem, readYaml } from '../config/strict-yaml.ts';
import type { Detector } from '../detectors/detector.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import { type loadRule, loadRulebook, type RuleFiles } from '../rulebook/load.ts';
import { type RegulationsFile, regulationsSchema } from '../rulebook/regulations.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';

/** The rules that ship with this version. */
export const SHIPPED_RULES = path.join(import.meta.dirname, '../../rules');

const DETECTORS = path.join(import.meta.dirname, '../detectors');

/** Detectors by `family/name`: the folder is the registry, the file name is the name. */
export async function loadDetectors(): Promise<Map<string, Detector>> {
  const detectors = new Map<string, Detector>();
  for (const file of globSync('*/*.ts', { cwd: DETECTORS }).sort()) {
    if (file.endsWith('.test.ts')) continue;
    const module = (await import(pathToFileURL(path.join(DETECTORS, file)).href)) as { default?: Detector };
    if (module.default) detectors.set(file.slice(0, -'.ts'.length).replaceAll(path.sep, '/'), module.default);
  }
  return detectors;
}

/** The files of a rules folder, sorted into what they are by where they lie. */
export interface RuleFolderFiles extends RuleFiles {
  standards: readonly TextFile[];
  tests: readonly TextFile[];
  regulations: TextFile | undefined;
}

/** Files at the top of a rules folder that are no rules. */
const SPECIAL = ['basis.yaml', 'engine.yaml', 'leads.yaml', 'calendar.yaml', 'regulations.yaml', 'screen.yaml'];

/**
 * A rules folder: `standards/*.yaml`, `marks/*.yaml`, `basis.yaml`, `engine.yaml`, `leads.yaml`, and perhaps
 * `calendar.yaml` and `regulations.yaml`; `*.test.yaml` are tests, every other YAML file is a rule.
 * @throws ConfigError where a file is missing
 */
export function readRuleFolder(folder = SHIPPED_RULES): RuleFolderFiles {
  if (!existsSync(folder)) throw new ConfigError([notThere(shownFolder(folder))]);
  return sortFiles(readTexts(folder), shownFolder(folder));
}

/** How a rules folder is named to people. */
export const shownFolder = (folder: string): string =>
  path.relative('', folder) === path.relative('', SHIPPED_RULES) ? 'rules' : folder;

/** Every YAML file of a rules folder; one that cannot be read is empty, which is never valid. */
export function readTexts(folder: string): Map<string, string> {
  const names = globSync('**/*.yaml', { cwd: folder }).sort();
  return new Map(names.map((name) => [name, textIn(path.join(folder, name))]));
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a file of a rules folder says what is looked for, and not how that is tested or listed. */
export const isInForce = (name: string): boolean =>
  !name.endsWith('.test.yaml') && !['regulations.yaml', 'screen.yaml'].includes(name);

/**
 * The files of a rules folder, by where they lie.
 * @param shown how the folder is named to people
 * @throws ConfigError where a file is missing
 */
export function sortFiles(texts: RuleTexts, shown: string): RuleFolderFiles {
  const read = (name: string): TextFile => ({ name: path.join(shown, name), text: texts.get(name)! });
  const names = [...texts.keys()].sort();
  const missing = ['basis.yaml', 'engine.yaml', 'leads.yaml'].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new ConfigError(missing.map((name) => notThere(path.join(shown, name))));
  const under = (dir: string) => names.filter((name) => path.dirname(name) === dir).map(read);
  const isTest = (name: string) => name.endsWith('.test.yaml');
  const rules = names.filter(
    (name) => !['standards', 'marks'].includes(path.dirname(name)) && !isTest(name) && !SPECIAL.includes(name),
  );
  return {
    rules: rules.map(read),
    tests: names.filter(isTest).map(read),
    policies: under('marks'),
    standards: under('standards'),
    basis: read('basis.yaml'),
    engine: read('engine.yaml'),
    leads: read('leads.yaml'),
    calendar: names.includes('calendar.yaml') ? read('calendar.yaml') : undefined,
    regulations: names.includes('regulations.yaml') ? read('regulations.yaml') : undefined,
  };
}

/**
 * `regulations.yaml` of a rules folder.
 * @throws ConfigError where it is missing or invalid
 */
export function readRegulations({ regulations, basis }: RuleFolderFiles): RegulationsFile {
  if (!regulations) throw new ConfigError([notThere(basis.name.replace(/basis\.yaml$/, 'regulations.yaml'))]);
  return readYaml(regulations.text, regulations.name, regulationsSchema).value;
}

const notThere = (file: string): Problem => ({
  file,
  line: 1,
  column: 1,
  path: '',
  says: {
    zh: '不存在；一个规则目录从随产品提供的 rules 目录整份复制开始',
    en: 'is not there; a rules folder begins as a whole copy of the rules that ship with the product',
  },
});

export interface RuleFolder {
  rulebook: Rulebook;
  standards: Map<string, StandardFile>;
}

/** @throws ConfigError with every problem of every file */
export async function loadRuleFolder(folder = SHIPPED_RULES): Promise<RuleFolder> {
  return loadRuleFiles(readRuleFolder(folder), await loadDetectors());
}

/** @throws ConfigError with every problem of every file */
export function loadRuleFiles(
  files: RuleFolderFiles,
  detectors: ReadonlyMap<string, Detector>,
  read?: typeof loadRule,
): RuleFolder {
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
  const rulebook = attempt(() => loadRulebook(files, detectors, read));
  const standards = new Map(files.standards.flatMap((file) => [...(attempt(() => loadStandards([file])) ?? [])]));
  if (problems.length > 0 || !rulebook) throw new ConfigError(problems);
  return { rulebook, standards };
}
