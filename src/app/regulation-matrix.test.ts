import { describe, expect, it } from 'vitest';
import { HOUR_RULE, ownRules } from '../testing/own-rules.ts';
import { regulationMatrix } from './regulation-matrix.ts';
import { loadDetectors, loadRuleFiles, readRegulations, readRuleFolder } from './rule-folder.ts';
import { caseCounts } from './rule-tests/coverage.ts';
import { loadRuleTests } from './rule-tests/suite.ts';

/** What boundaries the tests hold is told by `fluewatch rules coverage`, which CI runs; here only cases are counted. */
async function matrix(folder?: string) {
  const files = readRuleFolder(folder);
  const loaded = loadRuleFiles(files, await loadDetectors());
  const tests = loadRuleTests(loaded, files.tests);
  const counts = loaded.rulebook.rules.map((rule) => ({
    ...caseCounts(rule, tests),
    held: [],
    loose: [],
    exemptions: [],
  }));
  return regulationMatrix(readRegulations(files), loaded, counts);
}

const regulation = (id: string, more = '') => `      - { id: ${id}, title: ${id}${more} }\n`;
const regulations = (rows: string) => `chapters:\n  - title: T\n    source: S\n    regulations:\n${rows}`;
const TEST = (expected: string) =>
  `rule: own-hour\ncases:\n  - { name: a, series: { a21005: "150 10", a19001: "11" }, expect: [${expected}] }\n`;

describe('the matrix of the shipped rules', async () => {
  const rows = await matrix();

  it('names every id: regulations.md has WTE 9, MARK 5, LIM 5, VAL 4, PWR 10, WTR 2, LAD 2, REG 18, falsification.md F 41', () => {
    const numbered = (prefix: string, n: number) =>
      Array.from({ length: n }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);
    const families = {
      'WTE-': 9,
      'MARK-': 5,
      'LIM-': 5,
      'VAL-': 4,
      'PWR-': 10,
      'WTR-': 2,
      'LAD-': 2,
      'REG-': 18,
      F: 41,
    };
    const ids = Object.entries(families).flatMap(([prefix, n]) => numbered(prefix, n));
    expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('each id is covered with tests, excused with what takes its place, or open with a reason', () => {
    expect(rows.flatMap(({ id, problems }) => problems.map(({ en }) => `${id}: ${en}`))).toEqual([]);
  });
});

describe('an id', () => {
  it('without rule or reason is missing; a reason settles it; with a rule a reason is out of date', async () => {
    const { folder } = ownRules({
      'own/hour.yaml': HOUR_RULE.replace('severity', 'covers: [LIM-01]\nseverity'),
      'own/hour.test.yaml': `${TEST('{}')}  - { name: b, series: { a21005: "10", a19001: "11" }, expect: [] }\n`,
      'regulations.yaml': regulations(
        regulation('LIM-01', ', open: not yet') +
          regulation('LIM-02') +
          regulation('LIM-03', ', open: not yet') +
          regulation('LIM-04', ', excused: { why: because, instead: a visit }') +
          regulation('VAL-01', ', rules: [own-hour]') +
          regulation('REG-01') +
          regulation('WTE-01', ', tables: [gb18485-2014]'),
      ),
    });
    const rows = await matrix(folder);
    expect(rows.map(({ id, state, problems }) => [id, state, problems.length])).toEqual([
      ['LIM-01', 'covered', 1],
      ['LIM-02', 'missing', 1],
      ['LIM-03', 'open', 0],
      ['LIM-04', 'excused', 0],
      ['VAL-01', 'covered', 0],
      ['REG-01', 'covered', 0],
      ['WTE-01', 'covered', 0],
    ]);
    expect(rows[0]!.rules).toMatchObject([{ id: 'own-hour', asserts: true, cases: 2, fires: 1, silent: 1 }]);
    expect(rows[0]!.problems[0]!.en).toContain('take its "open" out');
    expect(rows[3]!.reason?.en).toBe('because; instead: a visit');
    expect(rows[4]!.rules).toMatchObject([{ id: 'own-hour', asserts: false }]);
  });

  it('is not settled by a rule whose tests never fire, never stay silent or hold no boundary', async () => {
    const { folder } = ownRules({
      'own/hour.yaml': HOUR_RULE.replace('severity', 'covers: [LIM-01]\nseverity'),
      'own/hour.test.yaml': TEST('{}'),
      'regulations.yaml': regulations(regulation('LIM-01')),
    });
    const [row] = await matrix(folder);
    expect(row!.problems.map(({ en }) => en)).toEqual(['rule "own-hour" has no case in which it is silent']);
    const files = readRuleFolder(folder);
    const loaded = loadRuleFiles(files, await loadDetectors());
    const none = { rule: 'own-hour', cases: 2, fires: 1, silent: 1, held: [], loose: ['limit'], exemptions: [] };
    const [loose] = regulationMatrix(readRegulations(files), loaded, [none]);
    expect(loose!.problems.map(({ en }) => en)).toEqual(['rule "own-hour" has no case at a boundary']);
  });
});
