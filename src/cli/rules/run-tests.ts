import { watch, writeFileSync } from 'node:fs';
import { loadRuleFolder, readRuleFolder, SHIPPED_RULES } from '../../app/rule-folder.ts';
import { type RuleTestCoverage, testCoverage } from '../../app/rule-tests/coverage.ts';
import { type CaseResult, loadRuleTests, runTests } from '../../app/rule-tests/suite.ts';
import { unknownName } from '../../config/strict-yaml.ts';
import type { Text } from '../../model/text.ts';
import { Exit, Failure, report } from '../exit.ts';
import { say, tell } from '../language.ts';
import { junit } from './junit.ts';

export interface TestOptions {
  watch?: true;
  junit?: string;
  /** only the tests of these rules */
  rule?: string[];
}

export async function test(dir: string | undefined, options: TestOptions): Promise<void> {
  if (options.watch) return testAgain(dir ?? SHIPPED_RULES, options);
  await once(dir, options);
}

const RULE = { zh: '规则', en: 'rule' };

/** @throws Failure where a test fails */
async function once(dir: string | undefined, options: TestOptions): Promise<void> {
  const loaded = await loadRuleFolder(dir);
  const ids = loaded.rulebook.rules.map(({ id }) => id);
  const all = loadRuleTests(loaded, readRuleFolder(dir).tests);
  const tests = all.filter(({ rule }) => options.rule?.includes(rule.id) ?? true);
  for (const id of options.rule ?? []) if (!ids.includes(id)) throw new Failure(Exit.USAGE, unknownName(RULE, id, ids));
  const results = runTests(loaded, tests);
  const failed = results.filter((result) => result.differences.length > 0);
  const out: string[] = failed.map(failureText);
  const covered = loaded.rulebook.rules.filter(({ id }) => options.rule?.includes(id) ?? true);
  out.push(...coverageLines(testCoverage(loaded, tests, covered)));
  process.stdout.write(out.map((line) => `${line}\n`).join(''));
  if (options.junit !== undefined) writeFileSync(options.junit, junit(results));
  const summary = {
    zh: `规则测试 ${results.length} 个，失败 ${failed.length} 个`,
    en: `${results.length} rule tests, ${failed.length} failed`,
  };
  if (failed.length > 0) throw new Failure(Exit.FINDINGS, summary);
  tell(summary);
}

/** Again after every change of a file, until the person ends it. */
async function testAgain(dir: string, options: TestOptions): Promise<void> {
  const run = async () => {
    await once(dir, options).catch(report);
    tell({ zh: '等待文件改动，Ctrl-C 结束', en: 'waiting for a file to change, Ctrl-C ends' });
  };
  await run();
  let due: NodeJS.Timeout | undefined;
  const watcher = watch(dir, { recursive: true }, () => {
    clearTimeout(due);
    due = setTimeout(() => void run(), 200);
  });
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
  clearTimeout(due);
  watcher.close();
}

const failureText = ({ file, line, rule, name, differences }: CaseResult) =>
  [`✗ ${file}:${line} ${rule}: ${name}`, ...differences.map((d) => `    ${say(d)}`)].join('\n');

/** What no test holds, rule by rule; one line where everything is held. */
function coverageLines(all: readonly RuleTestCoverage[]): string[] {
  const lines = all.flatMap((rule) => {
    const gaps = gapsOf(rule);
    return gaps.length === 0 ? [] : [rule.rule, ...gaps.map((gap) => `    ${say(gap)}`)];
  });
  const figures = all.reduce((n, { held }) => n + held.length, 0);
  const loose = all.reduce((n, rule) => n + rule.loose.length, 0);
  const fires = all.filter((rule) => rule.fires > 0).length;
  const silent = all.filter((rule) => rule.silent > 0).length;
  const title = {
    zh: `测试覆盖：${all.length} 条规则，有触发用例 ${fires} 条，有不触发用例 ${silent} 条；数值 ${figures + loose} 个，边界有用例 ${figures} 个`,
    en: `test coverage: ${all.length} rules, ${fires} with a case that fires, ${silent} with one that does not; ${figures + loose} figures, ${figures} held at their boundary`,
  };
  return [say(title), ...lines];
}

function gapsOf({ cases, fires, silent, held, loose, exemptions }: RuleTestCoverage): Text[] {
  if (cases === 0) return [{ zh: '没有测试', en: 'no test' }];
  const gaps: Text[] = [];
  const gap = (zh: string, en: string) => gaps.push({ zh, en });
  if (fires === 0) gap('没有触发的用例', 'no case in which it fires');
  if (silent === 0) gap('没有不触发的用例', 'no case in which it does not fire');
  if (held.length === 0 && loose.length > 0) gap('没有边界用例', 'no boundary case');
  if (loose.length > 0) {
    gap(
      `改动一步而没有用例察觉：${loose.join('、')}`,
      `moved by one step without any case noticing: ${loose.join(', ')}`,
    );
  }
  if (exemptions.length > 0) {
    const names = (language: 'zh' | 'en') => exemptions.map((name) => name[language]);
    gap(`标记豁免没有用例：${names('zh').join('；')}`, `exemption by mark without a case: ${names('en').join('; ')}`);
  }
  return gaps;
}
