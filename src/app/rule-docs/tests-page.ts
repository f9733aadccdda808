import type { Language } from '../../model/text.ts';
import { NOTATION, parseSeries } from '../rule-tests/notation.ts';
import { keyTable } from './keys.ts';
import { code, page, table } from './markdown.ts';
import { FILE_KINDS, inputSchema } from './schemas.ts';

/** How tests are written: their keys, and the notation of series with what it stands for. */
export function testsPage(language: Language): string {
  const { where, schema } = FILE_KINDS.test;
  const head = { zh: ['写法', '含义', '各步'], en: ['item', 'meaning', 'step by step'] };
  const items = NOTATION.map(({ text, means }) => [code(text), means[language], steps(text, language)]);
  return page(
    INTRO[language],
    `## ${code(where)}`,
    keyTable(inputSchema(schema), language),
    SERIES[language],
    table(head[language], items),
    AFTER[language],
  ).trimEnd();
}

function steps(text: string, language: Language): string {
  const nothing = { zh: '无', en: 'nothing' };
  const empty = { zh: '空值', en: 'no number' };
  return parseSeries(text)
    .map(({ value, flag }) => {
      if (value === undefined) return nothing[language];
      return `${Number.isNaN(value) ? empty[language] : value}${flag === 'N' ? '' : `!${flag}`}`;
    })
    .join(', ');
}

const INTRO = {
  zh: '测试文件放在规则旁边，名为 `*.test.yaml`。每个用例给出数据和标记，写明应有的报警，一条不多、一条不少。一条规则至少要有触发、不触发和处于边界的用例各一个；期望值在用例名或注释中用算式写明，不照抄程序输出。',
  en: 'A test file lies beside its rule and is called `*.test.yaml`. Each case gives readings and marks and says which alerts must come out, no more and no fewer. A rule has at least one case that fires, one that does not and one at the boundary; expected values are worked out by hand in the name of the case or a comment, never copied from the output.',
};
const SERIES = {
  zh: '## 序列写法\n\n各项以空格分开，每项占一步（`step`，默认 1 小时）；最后一项一直持续到用例结束。默认每分钟一个值。',
  en: '## Series\n\nItems are separated by blanks; each lasts one step (`step`, one hour where not given), the last one to the end of the case. There is a value every minute unless `grain` says otherwise.',
};
const AFTER = {
  zh: '时刻写作 `09:30`（第一天）、`d3 09:30`（第三天）、`d3`（第三天零点）或完整日期时间。\n\n`fluewatch rules test` 运行全部测试，并把每个数值移动一步，列出没有任何用例察觉的数值。`--watch` 在文件改动后重跑，`--junit FILE` 另写 JUnit XML。',
  en: 'A moment is `09:30` (first day), `d3 09:30` (third day), `d3` (its beginning) or a whole date and time.\n\n`fluewatch rules test` runs all tests, then moves every figure of a rule by one step and lists those that no case tells from their neighbour. `--watch` runs again when a file changes, `--junit FILE` writes JUnit XML as well.',
};
