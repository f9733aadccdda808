import type { Language, Text } from '../../model/text.ts';
import { WORDS } from '../../rulebook/says.ts';
import type { Documented } from './docs.ts';
import { keyTable } from './keys.ts';
import { code, page, table } from './markdown.ts';
import { FILE_KINDS, type FileKind, inputSchema } from './schemas.ts';

/** What a sentence may name beside `{facts.…}`. */
export const WORD_MEANINGS: Record<string, Text> = {
  site: { zh: '单位名称', en: 'name of the site' },
  outlet: { zh: '排放口名称', en: 'name of the outlet' },
  factor: { zh: '因子名称', en: 'name of the factor' },
  value: { zh: '最差时段的数值', en: 'value of the worst window' },
  limit: { zh: '限值', en: 'limit' },
  unit: { zh: '单位', en: 'unit' },
  ratio: { zh: '超标倍数：数值 / 限值 − 1', en: 'times over: value / limit − 1' },
  count: { zh: '时段数', en: 'number of windows' },
  start: { zh: '开始', en: 'start' },
  end: { zh: '结束', en: 'end' },
  period: { zh: '起止；整日只写日期', en: 'from start to end; whole days as dates' },
};

/** The keys of every kind of file but tests, which have a page of their own. */
export function filesPage({ detectors }: Documented, language: Language): string {
  const kinds = (Object.keys(FILE_KINDS) as FileKind[]).filter((kind) => kind !== 'test');
  return page(
    ...kinds.flatMap((kind) => {
      const { title, where, schema } = FILE_KINDS[kind];
      const sections = [`## ${title[language]} ${code(where)}`, keyTable(inputSchema(schema), language)];
      return kind === 'rule' ? [...sections, ...sentences(language), ...scopes(detectors.size, language)] : sections;
    }),
  ).trimEnd();
}

function sentences(language: Language): string[] {
  const head = { zh: ['占位符', '含义'], en: ['placeholder', 'meaning'] };
  const title = { zh: '### says 中的占位符', en: '### Placeholders of says' };
  const facts = {
    zh: '`{facts.名称}` 是检测器给出的事实；各检测器有哪些，见“检测器”一章中现有规则所用的。',
    en: '`{facts.name}` is a fact that the detector gives; the chapter on detectors lists those that the rules use.',
  };
  return [
    title[language],
    table(
      head[language],
      WORDS.map((word) => [code(`{${word}}`), WORD_MEANINGS[word]?.[language] ?? '']),
    ),
    facts[language],
  ];
}

function scopes(detectors: number, language: Language): string[] {
  const text = {
    zh: `### 说明\n\n- 未知的键、因子、标记、检测器都会被拒绝，并指出文件、行号和最接近的写法。\n- 规则从 ${detectors} 个检测器中选一个，不能写代码。\n- 时间均为北京时间；日期写作 \`2026-03-01\`，时长写作 \`36h\`、\`10m\`。`,
    en: `### Notes\n\n- An unknown key, factor, mark or detector is refused with file, line and the nearest valid name.\n- A rule chooses one of ${detectors} detectors; there is no code in it.\n- All times are Beijing time; a day is \`2026-03-01\`, a duration \`36h\` or \`10m\`.`,
  };
  return [text[language]];
}
