import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readYaml } from '../config/strict-yaml.ts';
import { type ScreenConfig, screenConfig, screenTrees } from '../screen/config.ts';
import type { Verdicts } from '../screen/profile.ts';
import { FEATURES } from '../screen/windows.ts';
import { SHIPPED_RULES } from './rule-folder.ts';

/** The shipped figures of `screen` and what its judge learned. @throws ConfigError */
export function screenRules(folder = SHIPPED_RULES): { config: ScreenConfig; verdicts: Verdicts } {
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const config = readYaml(read('screen.yaml'), 'rules/screen.yaml', screenConfig).value;
  const { features, ...verdicts } = screenTrees.parse(JSON.parse(read('screen-trees.json')));
  if (features.join() !== FEATURES.join())
    throw new Error('rules/screen-trees.json was learned on other features: run bench/quality/learn.ts');
  return { config, verdicts };
}
