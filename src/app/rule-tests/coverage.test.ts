import { describe, expect, it } from 'vitest';
import { junit } from '../../cli/rules/junit.ts';
import { HOUR_RULE, ownRules } from '../../testing/own-rules.ts';
import { loadRuleFolder, readRuleFolder } from '../rule-folder.ts';
import { testCoverage } from './coverage.ts';
import { loadRuleTests, runTests } from './suite.ts';

/** GB 18485-2014 table 4: CO 100 mg/m3 as an hour mean. */
async function coverage(cases: string) {
  const { folder } = ownRules({ 'own/hour.yaml': HOUR_RULE, 'own/hour.test.yaml': `rule: own-hour\ncases:\n${cases}` });
  const loaded = await loadRuleFolder(folder);
  const tests = loadRuleTests(loaded, readRuleFolder(folder).tests);
  const results = runTests(loaded, tests);
  expect(results.flatMap(({ differences }) => differences)).toEqual([]);
  const [rule] = testCoverage(loaded, tests);
  return { rule: rule!, results };
}

describe('what the tests of a rule hold', () => {
  it('far from every figure they hold none, and no exemption is shown', async () => {
    const { rule } = await coverage(`
  - { name: four hours, series: { a21005: "150x4 10", a19001: "11" }, expect: [{ count: 4, level: L2 }] }`);
    expect(rule).toMatchObject({ cases: 1, fires: 1, silent: 0, held: [] });
    expect(rule.loose).toEqual(['with.minMinutes', 'with.minHours', 'ladder L2', 'limit']);
    expect(rule.exemptions.map(({ zh }) => zh)).toEqual([
      '停运',
      '启炉、停炉、故障、事故',
      '烘炉、停炉降温',
      'CEMS 维护',
    ]);
  });

  it('beside a figure they hold it, and a mark that takes an alert away shows its exemption', async () => {
    const { rule } = await coverage(`
  - { name: just over, series: { a21005: "100.1 10", a19001: "11" }, expect: [{ count: 1 }] }
  - { name: the limit itself, series: { a21005: "100 10", a19001: "11" }, expect: [] }
  - { name: three hours, series: { a21005: "150x3 10", a19001: "11" }, expect: [{ count: 3, level: L2 }] }
  - { name: 44 minutes are no hour, step: 1m, series: { a21005: "150x44 _x16 10", a19001: "11" }, expect: [] }
  - { name: 45 are, step: 1m, series: { a21005: "150x45 _x15 10", a19001: "11" }, expect: [{ count: 1 }] }
  - name: out of service
    series: { a21005: "150 10", a19001: "11" }
    marks: [{ mark: 停运, from: "00:00", to: "01:00" }]
    expect: []`);
    expect(rule.held).toEqual(['with.minMinutes', 'ladder L2', 'limit']);
    expect(rule.loose).toEqual(['with.minHours']);
    expect(rule.exemptions.map(({ zh }) => zh)).not.toContain('停运');
  });
});

describe('JUnit', () => {
  it('counts, places and escapes what failed', () => {
    const differences = [{ zh: '应为 "a" < "b"', en: 'should be "a" < "b"\u0007' }];
    const result = { file: 'a.test.yaml', line: 3, rule: 'r', name: '1 < 2 & "3"', told: [], ms: 12 };
    const xml = junit([
      { ...result, differences },
      { ...result, differences: [] },
    ]);
    expect(xml).toContain('<testsuites name="fluewatch rules" tests="2" failures="1" errors="0" time="0.024">');
    expect(xml).toContain('name="1 &lt; 2 &amp; &quot;3&quot;" file="a.test.yaml" line="3" time="0.012"');
    expect(xml).toMatch(/<failure message="[^"<]*&lt; &quot;b&quot;"/);
    expect(xml).not.toContain('\u0007');
  });
});
