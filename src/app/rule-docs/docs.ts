import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Detector } from '../../detectors/detector.ts';
import type { Language, Text } from '../../model/text.ts';
import type { MatrixRow } from '../regulation-matrix.ts';
import type { RuleFolder } from '../rule-folder.ts';
import type { RuleTests } from '../rule-tests/suite.ts';
import { detectorsPage } from './detectors-page.ts';
import { filesPage } from './files-page.ts';
import { page } from './markdown.ts';
import { namesPage } from './names-page.ts';
import type { Pictures } from './pictures.ts';
import { regulationsPage } from './regulations-page.ts';
import { rulesPage } from './rules-page.ts';
import { testsPage } from './tests-page.ts';

/** What the documentation is made from: a rules folder that was read, and the detectors of this version. */
export interface Documented extends RuleFolder {
  detectors: ReadonlyMap<string, Detector>;
  tests: readonly RuleTests[];
  /** undefined where the folder has no regulations.yaml */
  matrix: readonly MatrixRow[] | undefined;
  /** undefined: pages that stand alone */
  pictures?: Pictures;
}

export interface DocPage {
  /** `rules.md` */
  file: string;
  title: Text;
  markdown: string;
}

/** The reference documentation of a rules folder in one language, as Markdown pages; the first leads to the others. */
export function rulesDocs(documented: Documented, language: Language): DocPage[] {
  const pages: [file: string, zh: string, en: string, body: string][] = [
    ['tutorial.md', '教程：写一条新的因子限值', 'Tutorial: a new factor limit', prose('tutorial', language)],
    ['files.md', '规则语言：各种文件的键', 'The rule language: keys of every file', filesPage(documented, language)],
    ['tests.md', '规则测试与序列写法', 'Rule tests and their series', testsPage(language)],
    ['marks.md', '标记与豁免', 'Marks and exemptions', prose('marks', language)],
    ['detectors.md', '检测器', 'Detectors', detectorsPage(documented, language)],
    ['rules.md', '现有规则', 'The rules', rulesPage(documented, language)],
    [
      'names.md',
      '限值表、标记、行业与因子编码',
      'Limit tables, marks, industries and factor codes',
      namesPage(documented, language),
    ],
    ['regulations.md', '条款覆盖表', 'Coverage of the regulations', regulationsPage(documented, language)],
  ];
  const bodies = pages.filter(([, , , body]) => body !== '');
  const titled = bodies.map(([file, zh, en, body]): DocPage => {
    const title = { zh, en };
    return { file, title, markdown: page(`# ${title[language]}`, body) };
  });
  const links = titled.map(({ file, title }) => `- [${title[language]}](${file})`).join('\n');
  const title = { zh: 'fluewatch 规则手册', en: 'fluewatch rules' };
  const first = { file: 'README.md', title, markdown: page(`# ${title[language]}`, prose('start', language), links) };
  return [first, ...titled];
}

/** A text written by hand. */
function prose(name: string, language: Language): string {
  return readFileSync(path.join(import.meta.dirname, 'prose', `${name}.${language}.md`), 'utf8').trimEnd();
}
