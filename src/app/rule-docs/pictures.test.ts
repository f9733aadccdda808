import { describe, expect, it } from 'vitest';
import { loadDetectors, loadRuleFiles, readRuleFolder } from '../rule-folder.ts';
import { runCase } from '../rule-tests/run.ts';
import { loadRuleTests } from '../rule-tests/suite.ts';
import { casePicture, spanOf } from './picture.ts';
import { telling } from './pictures.ts';

const detectors = await loadDetectors();
const files = readRuleFolder();
const folder = loadRuleFiles(files, detectors);
const pairs = telling(loadRuleTests(folder, files.tests));

describe('pictures of the detectors', () => {
  it('there is a caught case and one that is let pass for every detector', () => {
    expect([...detectors.keys()].filter((name) => !pairs.has(name))).toEqual([]);
  });

  it('what a suspicion lets pass is a named innocent cause, not merely a shorter span', () => {
    const suspicions = [...pairs].filter(([name]) => /^(falsification|power-water)\//.test(name));
    expect(suspicions.length).toBeGreaterThan(30);
    expect(suspicions.filter(([, { letPass }]) => !letPass.lookAlike).map(([name]) => name)).toEqual([]);
  });

  it.each([
    'zh',
    'en',
  ] as const)('shows the alert in red, the marks in grey and the signals by name (%s)', async (language) => {
    const { rule, caught } = pairs.get('falsification/cooling-reversed')!;
    const { told } = runCase(folder, rule, caught);
    const svg = await casePicture(caught, told, spanOf(caught, told), language);
    expect(svg).toContain('rgb(207,19,34)');
    expect(svg).toContain('rgb(120,130,145)');
    expect(svg).toContain({ zh: '炉膛内焚烧平均温度', en: 'a01901' }[language]);
    const quiet = await casePicture(caught, [], spanOf(caught, told), language);
    expect(quiet).not.toContain('rgb(207,19,34)');
  });

  it('a short alert fills a fifth of the picture, a long one is seen whole', () => {
    const { rule, caught } = pairs.get('falsification/replay')!;
    const { told } = runCase(folder, rule, caught);
    const { from, to } = spanOf(caught, told);
    expect(from).toBeLessThan(told[0]!.start);
    expect(to).toBeGreaterThan(told[0]!.end!);
    expect((told[0]!.end! - told[0]!.start) / (to - from)).toBeGreaterThan(0.15);
  });
});
