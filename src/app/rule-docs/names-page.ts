import { dateText } from '../../model/beijing.ts';
import { FACTORS, factorName } from '../../model/factors.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { INDUSTRIES } from '../../model/outlet.ts';
import type { Language } from '../../model/text.ts';
import type { Documented } from './docs.ts';
import { code, page, table } from './markdown.ts';

const HEAD = {
  limits: {
    zh: ['因子', '平均时段', '限值', '单位', '生效', '条款', '核实'],
    en: ['factor', 'basis', 'limit', 'unit', 'from', 'clause', 'verified'],
  },
  factors: { zh: ['编码', '名称', '单位'], en: ['code', 'name', 'unit'] },
  marks: { zh: ['标记', '编号', '层'], en: ['mark', 'id', 'layer'] },
};

/** The names that files may use: limit tables with their figures, marks, industries and factors. */
export function namesPage({ standards }: Documented, language: Language): string {
  const zh = language === 'zh';
  const verified = (yes: boolean) => (yes ? (zh ? '是' : 'yes') : zh ? '**未核实**' : '**unverified**');
  const tables = [...standards.values()].flatMap(({ id, title, o2Reference, limits }) => [
    `### ${code(id)} ${title[language]}`,
    o2Reference === undefined ? '' : `${zh ? '基准含氧量' : 'reference oxygen'} ${o2Reference} %`,
    table(
      HEAD.limits[language],
      limits.map(({ factor, basis, value, min, when, unit, from, clause, verified: read }) => [
        `${code(factor)} ${factorName(factor)[language]}`,
        basis,
        `${min === undefined ? '' : `${min}–`}${value}${when ? ` (${when.factor} ≤ ${when.atMost})` : ''}`,
        unit,
        from === undefined ? '' : dateText(from),
        clause ?? '',
        verified(read),
      ]),
    ),
  ]);
  const marks = Object.entries(MARK_KINDS).map(([id, { layer, name }]) => [name[language], code(id), layer]);
  const factors = Object.entries(FACTORS).map(([id, { unit }]) => [code(id), factorName(id)[language], unit ?? '']);
  return page(
    `## ${zh ? '限值表' : 'Limit tables'}`,
    ...tables,
    `## ${zh ? '标记' : 'Marks'}`,
    table(HEAD.marks[language], marks),
    `## ${zh ? '行业' : 'Industries'}`,
    INDUSTRIES.map(code).join(' '),
    `## ${zh ? '因子' : 'Factors'}`,
    table(HEAD.factors[language], factors),
  ).trimEnd();
}
