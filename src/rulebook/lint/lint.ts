import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { TextFile } from '../../catalogue/load.ts';
import type { StandardFile } from '../../catalogue/schema.ts';
import type { Source } from '../../config/strict-yaml.ts';
import type { RuleFiles } from '../load.ts';
import type { RegulationsFile } from '../regulations.ts';
import type { Rulebook } from '../rulebook.ts';
import { checkBasis } from './basis.ts';
import { checkCatalogue } from './catalogue.ts';
import type { Finding } from './finding.ts';
import { checkOverlap } from './overlap.ts';
import { checkPolicies } from './policies.ts';
import { checkRegulations } from './regulations.ts';
import { checkRule } from './rule.ts';
import { checkStandards } from './standards.ts';

/** Valid files and what was read from them. */
export interface Checked {
  files: RuleFiles & { standards: readonly TextFile[] };
  rulebook: Rulebook;
  standards: ReadonlyMap<string, StandardFile>;
  /** ids of the rules that have a test */
  tested: ReadonlySet<string>;
  /** what `covers` may name; undefined = anything */
  regulations: Source<RegulationsFile> | undefined;
  /** where the rules are to be used */
  site: { catalogue: Catalogue; files: readonly TextFile[] } | undefined;
  /** Beijing day number: what is in force */
  today: number;
}

/** Thinks about files that are valid: what cannot work, and what is probably not meant. By file, line and column. */
export function lint(checked: Checked): Finding[] {
  const findings: Finding[] = [];
  for (const rule of checked.rulebook.rules) checkRule(rule, checked, findings);
  checkOverlap(checked.rulebook.rules, findings);
  checkStandards(checked.files.standards, findings);
  checkPolicies(checked.files.policies, findings);
  checkBasis(checked.files.basis, findings);
  if (checked.regulations) checkRegulations(checked.regulations, checked, findings);
  if (checked.site) checkCatalogue(checked.site, checked.rulebook, findings);
  return findings.sort((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
