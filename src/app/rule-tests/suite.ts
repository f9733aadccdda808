import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, readYaml, unknownName } from '../../config/strict-yaml.ts';
import { loadRuleFolder, SHIPPED_RULES } from '../rule-folder.ts';
import { runCase } from './run.ts';
import { type RuleCase, ruleTestSchema } from './schema.ts';

export interface CaseResult {
  file: string;
  rule: string;
  name: string;
  /** what differs; empty = passed */
  differences: string[];
}

/** Runs every `*.test.yaml` of a rules folder. @throws ConfigError where a file is no test */
export async function runRuleTests(folder = SHIPPED_RULES): Promise<CaseResult[]> {
  const { rulebook, standards } = await loadRuleFolder(folder);
  const results: CaseResult[] = [];
  for (const name of globSync('**/*.test.yaml', { cwd: folder }).sort()) {
    const file = path.join(folder === SHIPPED_RULES ? 'rules' : folder, name);
    const { value, problem } = readYaml(readFileSync(path.join(folder, name), 'utf8'), file, ruleTestSchema);
    const rule = rulebook.rules.find((r) => r.id === value.rule);
    if (!rule) {
      const known = rulebook.rules.map((r) => r.id);
      throw new ConfigError([problem(['rule'], unknownName({ zh: '规则', en: 'rule' }, value.rule, known))]);
    }
    const run = (test: RuleCase): string[] => {
      try {
        return runCase(rulebook, standards, rule, test);
      } catch (error) {
        return [String(error)];
      }
    };
    for (const test of value.cases) results.push({ file, rule: rule.id, name: test.name, differences: run(test) });
  }
  return results;
}
