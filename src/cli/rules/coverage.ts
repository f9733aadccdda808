import { type MatrixRow, regulationMatrix } from '../../app/regulation-matrix.ts';
import { STATE } from '../../app/rule-docs/regulations-page.ts';
import { loadDetectors, loadRuleFiles, readRegulations, readRuleFolder } from '../../app/rule-folder.ts';
import { testCoverage } from '../../app/rule-tests/coverage.ts';
import { loadRuleTests } from '../../app/rule-tests/suite.ts';
import { Exit, Failure } from '../exit.ts';
import { say, tell } from '../language.ts';
import { table } from '../table.ts';

/**
 * Every id of regulations.yaml with the rules and tests that carry it, as a table or as JSON lines.
 * @throws ConfigError; Failure where an id is neither covered nor excused, or a rule lacks tests
 */
export async function coverageCommand(dir: string | undefined, options: { json?: true }): Promise<void> {
  const files = readRuleFolder(dir);
  const regulations = readRegulations(files);
  const loaded = loadRuleFiles(files, await loadDetectors());
  const rows = regulationMatrix(regulations, loaded, testCoverage(loaded, loadRuleTests(loaded, files.tests)));
  const lines = options.json ? rows.map((row) => JSON.stringify({ v: 1, ...row })) : tableLines(rows);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  const count = (state: MatrixRow['state']) => rows.filter((row) => row.state === state).length;
  const problems = rows.flatMap((row) => row.problems);
  const summary = {
    zh: `条款 ${rows.length} 个：已覆盖 ${count('covered')}，已说明 ${count('excused')}，待办 ${count('open')}，缺失 ${count('missing')}；问题 ${problems.length} 个`,
    en: `${rows.length} ids: ${count('covered')} covered, ${count('excused')} excused, ${count('open')} open, ${count('missing')} missing; ${problems.length} problem(s)`,
  };
  if (problems.length === 0) return tell(summary);
  for (const problem of new Set(problems.map(say))) process.stderr.write(`${problem}\n`);
  throw new Failure(Exit.FINDINGS, summary);
}

function tableLines(rows: readonly MatrixRow[]): string[] {
  const head = [
    { zh: '编号', en: 'id' },
    { zh: '名称', en: 'title' },
    { zh: '状态', en: 'state' },
    { zh: '用例', en: 'cases' },
    { zh: '触发', en: 'fires' },
    { zh: '不触发', en: 'silent' },
    { zh: '边界', en: 'held' },
    { zh: '规则、限值表、条款或原因', en: 'rules, tables, clauses or reason' },
  ];
  return table([head.map(say), ...rows.map(cells)]);
}

/** A figure that counts as held is one that a test tells from its neighbour: `held/figures`. */
function cells({ id, title, state, rules, tables, basis, reason }: MatrixRow): string[] {
  const sum = (of: (rule: MatrixRow['rules'][number]) => number) => rules.reduce((n, rule) => n + of(rule), 0);
  const tests = (...shown: (string | number)[]) => (rules.length === 0 ? shown.map(() => '–') : shown.map(String));
  const carriers = [...rules.map((rule) => (rule.asserts ? rule.id : `(${rule.id})`)), ...tables, ...basis];
  return [
    id,
    say(title),
    say(STATE[state]),
    ...tests(
      sum((r) => r.cases),
      sum((r) => r.fires),
      sum((r) => r.silent),
      `${sum((r) => r.held)}/${sum((r) => r.figures)}`,
    ),
    [carriers.join(' '), ...(reason ? [say(reason)] : [])].filter((one) => one !== '').join('；'),
  ];
}
