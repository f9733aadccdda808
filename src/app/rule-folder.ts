import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadStandards, type TextFile } from '../catalogue/load.ts';
import type { StandardFile } from '../catalogue/schema.ts';
import type { Detector } from '../detectors/detector.ts';
import { loadRulebook } from '../rulebook/load.ts';
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

export interface RuleFolder {
  rulebook: Rulebook;
  standards: Map<string, StandardFile>;
}

/**
 * A rules folder: `standards/*.yaml`, `marks/*.yaml`, `basis.yaml`, `engine.yaml`, `leads.yaml`; every other YAML file is a rule.
 * @throws ConfigError
 */
export async function loadRuleFolder(folder = SHIPPED_RULES): Promise<RuleFolder> {
  const read = (name: string): TextFile => ({
    name: path.join(folder === SHIPPED_RULES ? 'rules' : folder, name),
    text: readFileSync(path.join(folder, name), 'utf8'),
  });
  const names = globSync('**/*.yaml', { cwd: folder }).sort();
  const under = (dir: string) => names.filter((name) => path.dirname(name) === dir).map(read);
  const rules = names.filter((name) => {
    const dir = path.dirname(name);
    return dir !== '.' && dir !== 'standards' && dir !== 'marks' && !name.endsWith('.test.yaml');
  });
  const files = {
    rules: rules.map(read),
    policies: under('marks'),
    basis: read('basis.yaml'),
    engine: read('engine.yaml'),
    leads: read('leads.yaml'),
  };
  return { rulebook: loadRulebook(files, await loadDetectors()), standards: loadStandards(under('standards')) };
}
