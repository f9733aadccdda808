import type { Text } from '../model/text.ts';
import { type Regulation, type RegulationsFile, regulationsOf } from '../rulebook/regulations.ts';
import type { Rule } from '../rulebook/rulebook.ts';
import type { RuleFolder } from './rule-folder.ts';
import type { RuleTestCoverage } from './rule-tests/coverage.ts';

/** What became of one id of `rules/regulations.yaml`. */
export interface MatrixRow {
  id: string;
  title: Text;
  state: 'covered' | 'excused' | 'open' | 'missing';
  rules: CoveringRule[];
  /** limit tables, and rows of basis.yaml, that carry it */
  tables: string[];
  basis: string[];
  /** why it is excused or no more than reviewed, with what takes its place, or why it is open */
  reason: Text | null;
  /** what is wrong with it; empty = settled */
  problems: Text[];
}

export interface CoveringRule {
  id: string;
  file: string;
  /** true: an alert says that the id was broken; false: the rule carries the id without saying so */
  asserts: boolean;
  cases: number;
  fires: number;
  silent: number;
  /** figures of the rule, and how many of them a test holds at their boundary */
  figures: number;
  held: number;
}

/** Every id of the file, in its order: which rules, tables and clauses carry it, with which tests. */
export function regulationMatrix(
  regulations: RegulationsFile,
  { rulebook, standards }: RuleFolder,
  tests: readonly RuleTestCoverage[],
): MatrixRow[] {
  return regulationsOf(regulations).map((regulation) => {
    const { id, title, excused, review, open } = regulation;
    const rules = rulebook.rules
      .filter((rule) => rule.covers.includes(id) || regulation.rules.includes(rule.id))
      .map((rule) =>
        covering(
          rule,
          id,
          tests.find((test) => test.rule === rule.id),
        ),
      );
    const tables = regulation.tables.filter((table) => standards.has(table));
    const basis = [...rulebook.basis.values()].filter(({ act }) => act === id).map((row) => row.id);
    const carried = rules.length + tables.length + basis.length > 0;
    const state = carried ? 'covered' : excused ? 'excused' : open ? 'open' : 'missing';
    const reasons = {
      covered: review && reasonOf(review),
      excused: excused && reasonOf(excused),
      open,
      missing: undefined,
    };
    const reason = reasons[state] ?? null;
    const row = { id, title, state, rules, tables, basis, reason } as const;
    return { ...row, problems: problemsOf(row, regulation) };
  });
}

function covering(rule: Rule, id: string, tests: RuleTestCoverage | undefined): CoveringRule {
  const { cases = 0, fires = 0, silent = 0, held = [], loose = [] } = tests ?? {};
  return {
    id: rule.id,
    file: rule.source,
    asserts: rule.covers.includes(id),
    cases,
    fires,
    silent,
    figures: held.length + loose.length,
    held: held.length,
  };
}

const reasonOf = ({ why, instead }: NonNullable<Regulation['excused']>): Text => ({
  zh: `${why.zh}；替代：${instead.zh}`,
  en: `${why.en}; instead: ${instead.en}`,
});

function problemsOf({ id, state, rules }: Omit<MatrixRow, 'problems'>, { excused, open }: Regulation): Text[] {
  const problems: Text[] = [];
  if (state === 'missing') {
    problems.push({
      zh: `“${id}”既无规则，也未说明原因：写一条 covers 含 ${id} 的规则，或在 regulations.yaml 中写 excused 或 open`,
      en: `"${id}" has neither a rule nor a reason: write a rule whose covers names ${id}, or give it excused or open in regulations.yaml`,
    });
  }
  if (state === 'covered' && (excused || open)) {
    const key = excused ? 'excused' : 'open';
    problems.push({
      zh: `“${id}”已有规则或条款，应删去 regulations.yaml 中的 ${key}`,
      en: `"${id}" is covered by now: take its "${key}" out of regulations.yaml`,
    });
  }
  for (const rule of rules) {
    const lacks: Text[] = [];
    if (rule.fires === 0) lacks.push({ zh: '触发', en: 'that fires' });
    if (rule.silent === 0) lacks.push({ zh: '不触发', en: 'in which it is silent' });
    if (rule.figures > 0 && rule.held === 0) lacks.push({ zh: '处于边界', en: 'at a boundary' });
    for (const lack of lacks) {
      problems.push({ zh: `规则“${rule.id}”没有${lack.zh}的用例`, en: `rule "${rule.id}" has no case ${lack.en}` });
    }
  }
  return problems;
}
