import type { Alert } from '../../model/alert.ts';
import type { MarkGroup, MarkPolicy } from '../../model/mark-policy.ts';
import type { Text } from '../../model/text.ts';
import { policyFor, type Rule } from '../../rulebook/rulebook.ts';
import { playCase, type Setting, withParents } from './run.ts';
import type { RuleCase } from './schema.ts';
import type { RuleTests } from './suite.ts';
import { variants } from './variants.ts';

/** What the tests of a rule hold, found by moving each of its figures a little and seeing whether any test notices. */
export interface RuleTestCoverage extends CaseCounts {
  /** figures (`with.minHours`, `limit`, `ladder L2`) that no test tells from their neighbour */
  loose: string[];
  held: string[];
  /** mark groups that make the rule say less, without a test that shows it */
  exemptions: Text[];
}

export interface CaseCounts {
  rule: string;
  cases: number;
  /** cases that expect an alert, and cases that expect none */
  fires: number;
  silent: number;
}

export function caseCounts(rule: Rule, tests: readonly RuleTests[]): CaseCounts {
  const cases = tests.filter((t) => t.rule === rule).flatMap((t) => t.cases);
  const fires = cases.filter(({ expect }) => expect.length > 0).length;
  return { rule: rule.id, cases: cases.length, fires, silent: cases.length - fires };
}

/** @param rules those that are looked at: all, where not given */
export function testCoverage(
  setting: Setting,
  tests: readonly RuleTests[],
  rules: readonly Rule[] = setting.rulebook.rules,
): RuleTestCoverage[] {
  return rules.map((rule) => ({ ...caseCounts(rule, tests), ...heldBy(setting, rule, tests) }));
}

/** Half a per cent: what a limit is moved by. */
const LIMIT_STEP = 0.005;

function heldBy(
  setting: Setting,
  rule: Rule,
  tests: readonly RuleTests[],
): Pick<RuleTestCoverage, 'held' | 'loose' | 'exemptions'> {
  const cases = tests.filter((t) => t.rule === rule).flatMap((t) => t.cases);
  const base = withParents(setting.rulebook, rule);
  // What a counted rule says hangs on the limit and on marks by way of that rule, whose tests show it.
  const own = base.rules.length === 1;
  const moved = variants(rule);
  const rulebook = { ...base, rules: [...base.rules, ...moved.map((variant) => variant.rule)] };
  const figures = new Set(moved.map(({ figure }) => figure));
  const held = new Set<string>();
  const relevant = new Set<MarkGroup>();
  const shown = new Set<MarkGroup>();
  for (const test of cases) {
    const play = (changed: Partial<Setting>, other: RuleCase = test) =>
      outcome(playCase({ ...setting, rulebook: base, ...changed }, rule, other).told(rule.id));
    const { told, askedForLimit } = playCase({ ...setting, rulebook }, rule, test);
    const usual = outcome(told(rule.id));
    for (const variant of moved) if (outcome(told(variant.rule.id)) !== usual) held.add(variant.figure);
    const judgesLimit = askedForLimit && own;
    if (judgesLimit) figures.add('limit');
    if (judgesLimit && !held.has('limit')) {
      const changed = [1 - LIMIT_STEP, 1 + LIMIT_STEP].map((by) => scaled(setting, test, by));
      if (changed.some(([standards, scaledCase]) => play({ standards }, scaledCase) !== usual)) held.add('limit');
    }
    if (!own) continue;
    const policy = policyFor(base, { industry: industryOf(rule, test) });
    for (const group of policy.groups) {
      if (!group.exempts && !group.invalidates && !group.stops) continue;
      if (!shown.has(group) && test.marks.some(({ mark }) => group.kinds.includes(mark))) {
        if (play({ rulebook: { ...base, policies: without(base.policies, policy, group) } }) !== usual)
          shown.add(group);
      }
      if (relevant.has(group) || test.expect.length === 0) continue;
      const marked = playCase({ ...setting, rulebook: base }, rule, allMarked(test, group)).told(rule.id);
      if (findings(marked) < findings(told(rule.id))) relevant.add(group);
    }
  }
  const notShown = [...relevant].filter((group) => !shown.has(group));
  return {
    held: [...figures].filter((figure) => held.has(figure)),
    loose: [...figures].filter((figure) => !held.has(figure)),
    exemptions: notShown.map(({ name }) => name),
  };
}

const findings = (alerts: readonly Alert[]) => alerts.reduce((n, { count }) => n + count, 0);

/** As far as a test can see it, without the figures that name the limit itself. */
function outcome(alerts: readonly Alert[]): string {
  const seen = alerts.map(({ factor, start, end, count, severity, covers, facts, value }) => {
    return [factor, start, end, count, severity, covers, facts.level ?? null, facts.score ?? null, value];
  });
  return JSON.stringify(seen);
}

function industryOf(rule: Rule, test: RuleCase): string {
  return test.industry ?? rule.scope.industry?.[0] ?? 'other';
}

/** Every limit, of the tables and of the test, times a factor. */
function scaled({ standards }: Setting, test: RuleCase, by: number): [Setting['standards'], RuleCase] {
  const times = <L extends { value: number }>(limits: readonly L[]) =>
    limits.map((limit) => ({ ...limit, value: limit.value * by }));
  const tables = [...standards].map(([id, table]) => [id, { ...table, limits: times(table.limits) }] as const);
  return [new Map(tables), { ...test, limits: times(test.limits) }];
}

const without = (policies: readonly MarkPolicy[], policy: MarkPolicy, group: MarkGroup): MarkPolicy[] =>
  policies.map((p) => (p === policy ? { ...p, groups: p.groups.filter((g) => g !== group) } : p));

/** The case with a mark of the group over all of its days. */
function allMarked(test: RuleCase, group: MarkGroup): RuleCase {
  return { ...test, marks: [...test.marks, { mark: group.kinds[0]!, from: 'd1', to: `d${test.days + 1}` }] };
}
