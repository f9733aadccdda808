import type { Text } from '../model/text.ts';
import type { Block, Column } from './document.ts';
import type { ReportedAlert } from './facts.ts';
import type { Judgement, Notices } from './report.ts';
import type { Words } from './words.ts';

/** Rows of one table at most: what a person reads. The exports have everything. */
const ROWS = 200;

export type Heads = readonly (readonly [head: Text, width: number, align?: 'right'])[];

export const text = (text: string, tone: 'plain' | 'calm' | 'note' = 'plain'): Block => ({ kind: 'text', text, tone });

export function table(words: Words, heads: Heads, rows: readonly (readonly string[])[], caption?: Text): Block {
  const columns = heads.map(
    ([head, width, align]): Column => ({ head: words.say(head), width, ...(align ? { align } : {}) }),
  );
  const left = rows.length - ROWS;
  const more =
    left > 0
      ? words.say({
          zh: `另有 ${left} 行未列出，请在控制台导出完整表格。`,
          en: `${left} more rows are not shown here: export the table from the console.`,
        })
      : null;
  return { kind: 'table', caption: caption ? words.say(caption) : null, columns, rows: rows.slice(0, ROWS), more };
}

export const SITE: Heads[number] = [{ zh: '企业', en: 'Site' }, 20];
export const OUTLET: Heads[number] = [{ zh: '排放口', en: 'Outlet' }, 14];
export const FACTOR: Heads[number] = [{ zh: '因子', en: 'Factor' }, 13];
export const PERIOD: Heads[number] = [{ zh: '时段', en: 'Period' }, 17];
export const STATE: Heads[number] = [{ zh: '状态', en: 'State' }, 11];

/** What is said of a judged window, by name. */
const JUDGED: Record<string, { head: Heads[number]; of(one: Judgement, words: Words): string }> = {
  site: { head: SITE, of: ({ alert }, words) => words.site(alert.site) },
  outlet: { head: OUTLET, of: ({ alert }, words) => words.outlet(alert.outlet) },
  rule: { head: [{ zh: '规则', en: 'Rule' }, 24], of: ({ alert }, words) => words.rule(alert.rule) },
  factor: { head: FACTOR, of: ({ alert }, words) => words.factor(alert.factor) },
  period: { head: PERIOD, of: ({ window, windows }, words) => words.spans(window, windows) },
  value: {
    head: [{ zh: '数值', en: 'Value' }, 13, 'right'],
    of: ({ alert, window }, words) => words.value(alert, window),
  },
  limit: { head: [{ zh: '限值', en: 'Limit' }, 8, 'right'], of: ({ window }, words) => words.limit(window) },
  times: {
    head: [{ zh: '超标倍数', en: 'Times over' }, 9, 'right'],
    of: ({ alert, window }, words) => words.times(alert, window),
  },
  marks: { head: [{ zh: '时段内标记', en: 'Marks in it' }, 13], of: ({ marks }, words) => words.marks(marks) },
  state: { head: STATE, of: ({ alert }, words) => words.state(alert) },
};

export function judgements(words: Words, names: readonly string[], list: readonly Judgement[], caption: Text): Block {
  const columns = names.map((name) => JUDGED[name]!);
  const rows = list.map((one) => columns.map(({ of }) => of(one, words)));
  return table(
    words,
    columns.map(({ head }) => head),
    rows,
    caption,
  );
}

export const sentences = (alerts: readonly ReportedAlert[], words: Words): Block =>
  table(
    words,
    [
      PERIOD,
      [{ zh: '规则', en: 'Rule' }, 17],
      [{ zh: '事由', en: 'What was found' }, 50],
      [{ zh: '级别', en: 'Level' }, 7],
      STATE,
    ],
    alerts.map((alert) => [
      words.span(alert.start, alert.end),
      words.rule(alert.rule),
      words.say(alert.says),
      words.severity(alert.severity),
      words.state(alert),
    ]),
  );

export function noticesTable(notices: readonly Notices[], words: Words, caption?: Text): Block[] {
  if (notices.length === 0) return [];
  const heads: Heads = [
    SITE,
    OUTLET,
    [{ zh: '规则', en: 'Rule' }, 22],
    FACTOR,
    [{ zh: '时段数', en: 'Windows' }, 8, 'right'],
    [{ zh: '最突出值', en: 'Furthest' }, 13, 'right'],
    [{ zh: '参照值', en: 'Against' }, 9, 'right'],
  ];
  const rows = notices.map(({ site, outlet, rule, factor, windows, worst, alert }) => [
    words.site(site),
    words.outlet(outlet),
    words.rule(rule),
    words.factor(factor),
    String(windows),
    worst ? words.value(alert, worst) : '—',
    worst ? words.limit(worst) : '—',
  ]);
  return [table(words, heads, rows, caption)];
}
