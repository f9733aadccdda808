import type { Detector } from '../../detectors/detector.ts';
import type { Language } from '../../model/text.ts';
import type { Rule } from '../../rulebook/rulebook.ts';
import { placeholders } from '../../rulebook/says.ts';
import type { Documented } from './docs.ts';
import { keyTable } from './keys.ts';
import { code, page } from './markdown.ts';
import type { Picture } from './pictures.ts';
import { inputSchema } from './schemas.ts';

const WINDOW = {
  hour: { zh: '每小时结束后判断当日至此', en: 'the day so far, each time an hour has ended' },
  day: { zh: '一个自然日结束后', en: 'a natural day that is over' },
  month: { zh: '自然月至此，其中一日判断过或标记变动后', en: 'the month so far, when one of its days was judged' },
  quarter: { zh: '自然季度至此', en: 'the quarter so far, when one of its days was judged' },
  year: { zh: '自然年至此', en: 'the year so far, when one of its days was judged' },
};
const SEES: Record<string, { zh: string; en: string }> = {
  meters: { zh: '该单位为此排放口计量的电表、水表', en: 'the meters of the site that measure for the outlet' },
  siblings: { zh: '同一单位的其他排放口', en: 'the other outlets of the site' },
};

/** Every detector: what it judges, its parameters, the facts and rules that use it. */
export function detectorsPage({ detectors, rulebook, pictures }: Documented, language: Language): string {
  return page(
    pictures ? KEY[language] : '',
    ...[...detectors].flatMap(([name, detector]) => {
      const used = rulebook.rules.filter((rule) => rule.detectorName === name);
      return [
        `## ${code(name)} ${detector.title[language]}`,
        about(detector, used, language),
        keyTable(inputSchema(detector.params), language) || NONE[language],
        ...drawn(pictures?.get(name), language),
      ];
    }),
  ).trimEnd();
}

const KEY = {
  zh: '图取自规则自带的用例：红为报警，灰为标记，虚线为限值，橙为再次发送的数值。',
  en: "Pictures are cases of the rules' own tests: red are alerts, grey are marks, dashed is the limit, orange was sent again.",
};

function drawn(pair: { caught: Picture; letPass: Picture } | undefined, language: Language): string[] {
  if (!pair) return [];
  const titles = { caught: { zh: '触发', en: 'Caught' }, letPass: { zh: '相似而不触发', en: 'Alike, and let pass' } };
  return (['caught', 'letPass'] as const).map((what) => {
    const { caption, file, rule } = pair[what];
    return `**${titles[what][language]}** (${rule}): ${caption}\n\n![${caption}](${file})`;
  });
}

const NONE = { zh: '没有参数。', en: 'It has no parameters.' };

function about({ window, lookbackDays, sees, limit }: Detector, used: readonly Rule[], language: Language): string {
  const facts = [...new Set(used.flatMap(({ says }) => placeholders(says[language])))].filter((f) => f.includes('.'));
  const lines: [zh: string, en: string][] = [[`判断：${WINDOW[window].zh}`, `judges ${WINDOW[window].en}`]];
  if (lookbackDays) lines.push([`回看 ${lookbackDays} 天`, `looks back over ${lookbackDays} day(s)`]);
  for (const seen of [sees ?? []].flat()) {
    const { zh, en } = SEES[seen] ?? { zh: seen, en: seen };
    lines.push([`还看到：${zh}`, `sees as well ${en}`]);
  }
  if (limit) lines.push([`与 ${code(limit)} 限值比较`, `holds values against limits of basis ${code(limit)}`]);
  if (facts.length > 0) {
    const shown = facts.map((fact) => code(`{${fact}}`)).join(' ');
    lines.push([`现有规则在文字中用到的事实：${shown}`, `facts that sentences of the rules use: ${shown}`]);
  }
  if (used.length > 0) {
    const links = used.map(({ id }) => `[${id}](rules.md#${id})`).join(' ');
    lines.push([`使用它的规则：${links}`, `rules that use it: ${links}`]);
  }
  return lines.map(([zh, en]) => `- ${language === 'zh' ? zh : en}`).join('\n');
}
