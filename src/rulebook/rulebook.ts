import type { Detector } from '../detectors/detector.ts';
import type { MarkPolicy } from '../model/mark-policy.ts';
import type { Outlet, Site } from '../model/outlet.ts';
import type { WorkCalendar } from '../model/work-calendar.ts';
import type { Basis, EngineTiming, LeadTerms, RuleFile } from './schema.ts';

/** A rule that can be judged: its file, its detector and the parameters in force. */
export interface Rule extends Omit<RuleFile, 'with' | 'detector'> {
  /** hash of the file's text: the version that each alert names */
  version: string;
  detector: Detector;
  detectorName: string;
  params: unknown;
  /** file name and text, as they were */
  source: string;
  yaml: string;
}

/** Everything that says what is looked for. Immutable: a change of a file makes a new one. */
export interface Rulebook {
  rules: readonly Rule[];
  basis: ReadonlyMap<string, Basis>;
  policies: readonly MarkPolicy[];
  timing: EngineTiming;
  calendar: WorkCalendar;
  leads: LeadTerms;
  /** hash over what says how time is kept and counted: `engine.yaml`, `calendar.yaml` */
  timeVersion: string;
  /** hash over every file */
  version: string;
}

/** Rules of a list that changed, and those that judge by their findings: their parameters name them. */
export function withDependents(changed: Iterable<string>, rules: readonly Rule[]): Set<string> {
  const reached = new Set(changed);
  const params = rules.map((rule) => [rule.id, JSON.stringify(rule.params)] as const);
  for (const id of reached) for (const [other, text] of params) if (text.includes(`"${id}"`)) reached.add(other);
  return new Set(rules.filter(({ id }) => reached.has(id)).map(({ id }) => id));
}

/** A policy without any effect, where no file is for all other industries. */
const NO_POLICY: MarkPolicy = { id: 'none', industries: [], groups: [] };

/** The marking rule of a site's industry, else the one that names no industry. */
export function policyFor({ policies }: Pick<Rulebook, 'policies'>, site: Pick<Site, 'industry'>): MarkPolicy {
  const own = policies.find((policy) => policy.industries.includes(site.industry));
  return own ?? policies.find((policy) => policy.industries.length === 0) ?? NO_POLICY;
}

export function rulesFor(rules: readonly Rule[], site: Site, outlet: Outlet): Rule[] {
  const tags = [...(site.tags ?? []), ...(outlet.tags ?? [])];
  return rules.filter(({ scope }) => {
    if (scope.industry && !scope.industry.includes(site.industry)) return false;
    if (scope.notIndustry?.includes(site.industry)) return false;
    if (scope.medium && !scope.medium.includes(outlet.medium)) return false;
    if (scope.region && !scope.region.some((code) => site.region.startsWith(code))) return false;
    return !scope.tags || scope.tags.some((tag) => tags.includes(tag));
  });
}

/** Whether a rule speaks of a factor; null = of the outlet as a whole, which every rule may. */
export function speaksOf({ scope }: Rule, factor: string | null): boolean {
  return factor === null || !scope.factor || scope.factor.includes(factor);
}
