import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayOf, parseTime } from '../../model/beijing.ts';
import { WORDS } from '../../rulebook/says.ts';
import { ownRules } from '../../testing/own-rules.ts';
import { loadDetectors, loadRuleFiles, readRuleFolder } from '../rule-folder.ts';
import { lintFolder } from '../rule-lint.ts';
import { loadRuleTests, runRuleTests } from '../rule-tests/suite.ts';
import { rulesDocs } from './docs.ts';
import { WORD_MEANINGS } from './files-page.ts';

const detectors = await loadDetectors();
const files = readRuleFolder();
const loaded = loadRuleFiles(files, detectors);
const documented = { ...loaded, detectors, tests: loadRuleTests(loaded, files.tests), matrix: [] };

describe.each(['zh', 'en'] as const)('the documentation of the shipped rules (%s)', (language) => {
  const pages = rulesDocs(documented, language).filter(({ markdown }) => markdown !== '');
  const text = (file: string) => pages.find((page) => page.file === file)!.markdown;

  it('has a section for every rule and every detector', () => {
    for (const { id, says } of loaded.rulebook.rules) {
      expect(text('rules.md')).toContain(`## ${id} `);
      expect(text('rules.md')).toContain(says[language]);
    }
    for (const name of detectors.keys()) expect(text('detectors.md')).toContain(`## \`${name}\` `);
  });

  it('leads only to what is there', () => {
    for (const { file, markdown } of pages) {
      for (const [, target, anchor] of markdown.matchAll(/\]\(([a-zA-Z]+\.md)(?:#([^)]+))?\)/g)) {
        expect(
          pages.map((page) => page.file),
          `${file} → ${target}`,
        ).toContain(target);
        if (anchor) expect(text(target!), `${file} → ${target}#${anchor}`).toContain(`<a id="${anchor}"></a>`);
      }
    }
  });

  it('shows a clause that was not verified as such, and only such a one (order10-10 was recalled, order10-6 read)', () => {
    const unverified = { zh: '**未核实**', en: '**unverified**' }[language];
    const [doubtful, read] = ['order10-10', 'order10-6'].map((id) => loaded.rulebook.basis.get(id)!.summary[language]);
    const lines = text('rules.md').split('\n');
    const about = (summary: string) => lines.filter((line) => line.endsWith(summary));
    expect(about(doubtful!).length * about(read!).length).toBeGreaterThan(0);
    expect(about(doubtful!).filter((line) => !line.includes(unverified))).toEqual([]);
    expect(about(read!).filter((line) => line.includes(unverified))).toEqual([]);
  });

  it('the tutorial does what it says: its files are clean and its tests pass', async () => {
    const tutorial = readFileSync(path.join(import.meta.dirname, 'prose', `tutorial.${language}.md`), 'utf8');
    const blocks = [...tutorial.matchAll(/```yaml\n# ([\w./-]+)\n(.*?)```/gs)].map(([, name, yaml]) => [name!, yaml!]);
    const rules = blocks.flatMap(([name, yaml]) => (name!.startsWith('my-rules/') ? [[name!.slice(9), yaml!]] : []));
    expect(rules).toHaveLength(3);
    const { folder } = ownRules(Object.fromEntries(rules));
    const catalogue = blocks.flatMap(([name, text]) => (name === 'my-catalogue.yaml' ? [{ name, text: text! }] : []));
    const { findings } = await lintFolder(readRuleFolder(folder), catalogue, dayOf(parseTime('2026-09-01')));
    expect(findings.map(({ file, says }) => `${path.basename(file)} ${says.en}`)).toEqual([]);
    const results = await runRuleTests(folder);
    expect(results.map(({ name, differences }) => [name, differences])).toEqual(results.map(({ name }) => [name, []]));
    expect(results).toHaveLength(7);
  });
});

it('every word of a sentence has its meaning', () => {
  expect(Object.keys(WORD_MEANINGS)).toEqual(WORDS);
});
