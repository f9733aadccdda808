import type { Language } from '../../model/text.ts';
import type { MatrixRow } from '../regulation-matrix.ts';
import type { Documented } from './docs.ts';
import { table } from './markdown.ts';

const HEAD = {
  zh: ['编号', '名称', '状态', '规则、限值表、条款或原因', '触发 / 不触发用例'],
  en: ['id', 'title', 'state', 'rules, tables, clauses or reason', 'cases that fire / stay silent'],
};
export const STATE = {
  covered: { zh: '已覆盖', en: 'covered' },
  excused: { zh: '已说明', en: 'excused' },
  open: { zh: '待办', en: 'open' },
  missing: { zh: '缺失', en: 'missing' },
};

/** The matrix: what became of every id of regulations.yaml. */
export function regulationsPage({ matrix }: Documented, language: Language): string {
  return table(
    HEAD[language],
    (matrix ?? []).map((row) => cells(row, language)),
  );
}

function cells({ id, title, state, rules, tables, basis, reason }: MatrixRow, language: Language): string[] {
  const linked = rules.map((rule) => `[${rule.id}](rules.md#${rule.id})`);
  const sum = (of: 'fires' | 'silent') => rules.reduce((n, rule) => n + rule[of], 0);
  const tests = rules.length === 0 ? '' : `${sum('fires')} / ${sum('silent')}`;
  return [
    id,
    title[language],
    STATE[state][language],
    [[...linked, ...tables, ...basis].join(' '), reason?.[language] ?? ''].filter((one) => one !== '').join('; '),
    tests,
  ];
}
