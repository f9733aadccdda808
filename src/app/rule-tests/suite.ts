import type { TextFile } from '../../catalogue/load.ts';
import { ConfigError, type Problem, readYaml, type Source, unknownName } from '../../config/strict-yaml.ts';
import type { Alert } from '../../model/alert.ts';
import type { Text } from '../../model/text.ts';
import type { Rule } from '../../rulebook/rulebook.ts';
import { loadRuleFolder, type RuleFolder, readRuleFolder, SHIPPED_RULES } from '../rule-folder.ts';
import { parseSeries } from './notation.ts';
import { runCase } from './run.ts';
import { type RuleCase, type RuleTestFile, ruleTestSchema } from './schema.ts';

/** The tests of one file, and the rule that they are about. */
export interface RuleTests {
  rule: Rule;
  file: string;
  cases: readonly RuleCase[];
  /** line of each case in the file */
  lines: readonly number[];
}

export interface CaseResult {
  file: string;
  line: number;
  rule: string;
  name: string;
  /** what the rule said */
  told: readonly Alert[];
  /** what differs; empty = passed */
  differences: Text[];
  ms: number;
}

/**
 * Every `*.test.yaml` of a rules folder.
 * @param loaded the rest of the folder; undefined where it is invalid: then only the tests themselves are checked
 * @throws ConfigError with every problem of every file
 */
export function loadRuleTests(loaded: RuleFolder | undefined, files: readonly TextFile[]): RuleTests[] {
  const problems: Problem[] = [];
  const tests = files.flatMap((file): RuleTests[] => {
    try {
      const source = readYaml(file.text, file.name, ruleTestSchema);
      const rule = loaded?.rulebook.rules.find((r) => r.id === source.value.rule);
      if (loaded) problems.push(...danglingIn(source, loaded));
      problems.push(...badSeriesIn(source));
      const lines = source.value.cases.map((_, i) => source.problem(['cases', i], { zh: '', en: '' }).line);
      return rule ? [{ rule, file: file.name, cases: source.value.cases, lines }] : [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return tests;
}

/** References to nothing. */
function danglingIn({ value, problem }: Source<RuleTestFile>, { rulebook, standards }: RuleFolder): Problem[] {
  const rules = rulebook.rules.map((rule) => rule.id);
  const found: Problem[] = [];
  if (!rules.includes(value.rule)) {
    found.push(problem(['rule'], unknownName({ zh: '规则', en: 'rule' }, value.rule, rules)));
  }
  value.cases.forEach(({ standard }, i) => {
    if (standard === undefined || standards.has(standard)) return;
    const says = unknownName({ zh: '标准', en: 'standard' }, standard, [...standards.keys()]);
    found.push(problem(['cases', i, 'standard'], says));
  });
  return found;
}

function badSeriesIn({ value, problem }: Source<RuleTestFile>): Problem[] {
  return value.cases.flatMap(({ series, again }, i) => {
    const written: [path: (string | number)[], text: string][] = [
      ...Object.entries(series).map(([name, given]): [string[], string] => [
        ['series', name],
        typeof given === 'string' ? given : given.values,
      ]),
      ...again.map(({ values }, k): [(string | number)[], string] => [['again', k, 'values'], values]),
    ];
    return written.flatMap(([path, text]) => {
      try {
        parseSeries(text);
        return [];
      } catch (error) {
        const { message } = error as Error;
        return [problem(['cases', i, ...path], { zh: `序列写法有误：${message}`, en: message })];
      }
    });
  });
}

/** Runs every test of a rules folder. @throws ConfigError where a file is invalid */
export async function runRuleTests(folder = SHIPPED_RULES): Promise<CaseResult[]> {
  const loaded = await loadRuleFolder(folder);
  return runTests(loaded, loadRuleTests(loaded, readRuleFolder(folder).tests));
}

export function runTests(setting: RuleFolder, tests: readonly RuleTests[]): CaseResult[] {
  return tests.flatMap(({ rule, file, cases, lines }) =>
    cases.map((test, i): CaseResult => {
      const began = performance.now();
      const played = attempt(() => runCase(setting, rule, test));
      return { file, line: lines[i]!, rule: rule.id, name: test.name, ...played, ms: performance.now() - began };
    }),
  );
}

function attempt(run: () => ReturnType<typeof runCase>): ReturnType<typeof runCase> {
  try {
    return run();
  } catch (error) {
    return { told: [], differences: [{ zh: `用例无法运行：${error}`, en: `the case could not be run: ${error}` }] };
  }
}
