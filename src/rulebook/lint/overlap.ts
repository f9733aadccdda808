import { isDeepStrictEqual } from 'node:util';
import { readYaml } from '../../config/strict-yaml.ts';
import { MEDIA } from '../../model/outlet.ts';
import type { Rule } from '../rulebook.ts';
import { ruleSchema } from '../schema.ts';
import { type Finding, few, notesOn } from './finding.ts';

/** Two rules that say the same about the same outlets: same detector, same parameters, a common scope. */
export function checkOverlap(rules: readonly Rule[], findings: Finding[]): void {
  rules.forEach((rule, i) => {
    const notes = notesOn(readYaml(rule.yaml, rule.source, ruleSchema), findings);
    for (const before of rules.slice(0, i)) {
      const common = commonFactors(before, rule);
      if (before.detectorName !== rule.detectorName || !common || !meet(before, rule)) continue;
      const names = few(common);
      notes.error('overlap', ['detector'], {
        zh: `与 ${before.source} 的“${before.id}”重复：同一检测器、参数和范围${common.length > 0 ? `，共同因子 ${names.zh}` : ''}`,
        en: `says the same as "${before.id}" in ${before.source}: same detector, parameters and scope${common.length > 0 ? `, common factors ${names.en}` : ''}`,
      });
    }
  });
}

/** Factors that both judge with equal parameters; empty where neither names any; undefined where they differ. */
function commonFactors(a: Rule, b: Rule): string[] | undefined {
  const { factors: ofA = [], ...restA } = a.params as { factors?: string[] };
  const { factors: ofB = [], ...restB } = b.params as { factors?: string[] };
  if (!isDeepStrictEqual(restA, restB)) return undefined;
  const common = ofA.filter((factor) => ofB.includes(factor));
  return common.length > 0 || (ofA.length === 0 && ofB.length === 0) ? common : undefined;
}

/** Whether some outlet and factor can be in the scope of both. */
function meet({ scope: a }: Rule, { scope: b }: Rule): boolean {
  const media = MEDIA.filter((m) => (a.medium ?? MEDIA).includes(m) && (b.medium ?? MEDIA).includes(m));
  const named = a.industry ?? b.industry;
  const industries = named?.filter(
    (name) =>
      (a.industry ?? [name]).includes(name) &&
      (b.industry ?? [name]).includes(name) &&
      !a.notIndustry?.includes(name) &&
      !b.notIndustry?.includes(name),
  );
  const within = (code: string, other: string) => code.startsWith(other) || other.startsWith(code);
  return (
    media.length > 0 &&
    (industries === undefined || industries.length > 0) &&
    somePair(a.factor, b.factor, (one, other) => one === other) &&
    somePair(a.region, b.region, within)
  );
}

const somePair = (a: string[] | undefined, b: string[] | undefined, fits: (a: string, b: string) => boolean) =>
  !a || !b || a.some((one) => b.some((other) => fits(one, other)));
