import { durationText } from '../../config/duration.ts';
import { dateText } from '../../model/beijing.ts';
import type { Language, Text } from '../../model/text.ts';
import type { Rule } from '../../rulebook/rulebook.ts';
import type { Basis } from '../../rulebook/schema.ts';
import type { RuleCase } from '../rule-tests/schema.ts';
import type { Documented } from './docs.ts';
import { code, page, table } from './markdown.ts';

/** Every rule: the sentence that it says, its figures, what it asserts on which basis, and its tests. */
export function rulesPage({ rulebook, tests, matrix }: Documented, language: Language): string {
  return page(
    ...rulebook.rules.flatMap((rule) => {
      const cases = tests.filter((test) => test.rule === rule).flatMap((test) => test.cases);
      const basis = rule.basis.flatMap((id) => rulebook.basis.get(id) ?? []);
      const covered = (matrix ?? []).filter((row) => rule.covers.includes(row.id));
      return [
        `<a id="${rule.id}"></a>\n\n## ${rule.id} ${rule.title[language]}`,
        `> ${rule.says[language]}`,
        table(HEAD[language], facts(rule, covered, language)),
        bulleted(
          { zh: '依据', en: 'Legal basis' },
          basis.map((row) => basisText(row, language)),
          language,
        ),
        bulleted(
          { zh: '用例', en: 'Cases' },
          cases.map((test) => caseText(test, language)),
          language,
        ),
      ];
    }),
  ).trimEnd();
}

const HEAD = { zh: ['项', '值'], en: ['key', 'value'] };

function facts(rule: Rule, covered: readonly { id: string; title: Text }[], language: Language): string[][] {
  const named = new Map(covered.map(({ id, title }) => [id, ` ${title[language]}`]));
  const ladder = rule.ladder.map(({ count, level }) => `${count} → ${level}`).join(', ');
  const scope = Object.entries(rule.scope).map(([key, values]) => `${key}: ${[values].flat().join(' ')}`);
  const rows = [
    ['detector', `[${rule.detectorName}](detectors.md)`],
    ['with', code(rule.params)],
    ['kind', rule.kind],
    ['severity', rule.severity],
    ['scope', scope.join('; ')],
    ['ladder', ladder],
    ['covers', rule.covers.map((id) => `${id}${named.get(id) ?? ''}`).join('; ')],
    ['settle', durationText(rule.settle)],
    [{ zh: '文件', en: 'file' }[language], rule.source],
  ];
  return rows.filter(([, value]) => value !== '') as string[][];
}

/** A clause that nobody has read in the text is never printed as fact. */
function basisText({ instrument, article, summary, verified, from, to }: Basis, language: Language): string {
  const doubt = verified ? '' : { zh: '（**未核实**）', en: ' (**unverified**)' }[language];
  const dates = [from === undefined ? '' : dateText(from), to === undefined ? '' : dateText(to - 1)];
  const span = dates.some(Boolean) ? ` [${dates.join(' – ').trim()}]` : '';
  return `${instrument[language]}${article ? ` ${article}` : ''}${span}${doubt}${{ zh: '：', en: ': ' }[language]}${summary[language]}`;
}

function caseText({ name, expect }: RuleCase, language: Language): string {
  const silent = { zh: '不触发', en: 'silent' };
  const fires = { zh: `报警 ${expect.length} 条`, en: `${expect.length} alert(s)` };
  return `${name} → ${(expect.length === 0 ? silent : fires)[language]}`;
}

const bulleted = (title: Text, items: readonly string[], language: Language) =>
  items.length === 0 ? '' : `**${title[language]}**\n\n${items.map((item) => `- ${item}`).join('\n')}`;
