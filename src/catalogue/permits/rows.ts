import type { Problem } from '../../config/strict-yaml.ts';
import { unknownName } from '../../config/strict-yaml.ts';
import { dayOf, parseTime } from '../../model/beijing.ts';
import { LIMIT_BASES, type Limit, type LimitBasis } from '../../model/outlet.ts';
import type { Sheet } from '../../model/sheet.ts';
import type { Text } from '../../model/text.ts';

/** A limit of a permit (排污许可证), as a row of a table has it. */
export interface PermitLimit extends Limit {
  outlet: string;
  /** number of the permit */
  clause: string;
  from: number;
  /** line of the table */
  line: number;
}

const COLUMNS = {
  permit: '许可证编号',
  validFrom: '有效期起',
  validTo: '有效期止',
  outlet: '排放口',
  factor: '因子',
  basis: '周期',
  limit: '限值',
  unit: '单位',
  source: '来源',
  from: '执行日期',
  min: '下限',
} as const;
type Column = keyof typeof COLUMNS;

const REQUIRED: readonly Column[] = ['permit', 'validFrom', 'validTo', 'outlet', 'factor', 'basis', 'limit', 'unit'];
const BASES: Record<string, LimitBasis> = {
  小时: 'hour',
  小时均值: 'hour',
  日: 'day',
  日均值: 'day',
  月: 'month',
  月均值: 'month',
};

/** What a row may refer to. */
export interface Known {
  outlets: readonly string[];
  /** code of a factor by code or name at an outlet */
  factorOf(word: string, outlet: string): string | undefined;
  factors: readonly string[];
}

/**
 * Rows of a table of permits. The last day of validity counts: a limit binds up to and including it.
 * @returns the rows that are right, and everything that is wrong with the others, by line and column
 */
export function readPermits(
  file: string,
  { columns, rows }: Sheet,
  known: Known,
): { limits: PermitLimit[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const place = new Map<Column, number>();
  columns.forEach((head, i) => {
    const column = (Object.keys(COLUMNS) as Column[]).find((key) => key === head || COLUMNS[key] === head);
    if (column) place.set(column, i);
    else problems.push(at(file, 1, i, head, unknownName({ zh: '列', en: 'column' }, head, Object.keys(COLUMNS))));
  });
  for (const column of REQUIRED) {
    if (place.has(column)) continue;
    const says = {
      zh: `缺少列“${COLUMNS[column]}”（${column}）`,
      en: `column "${column}" (${COLUMNS[column]}) is missing`,
    };
    problems.push(at(file, 1, 0, column, says));
  }
  if (problems.length > 0) return { limits: [], problems };
  const limits = new Map<string, PermitLimit>();
  for (const { line, cells } of rows) {
    const cell = (column: Column) => cells[place.get(column) ?? -1] ?? '';
    const wrong = (column: Column, says: Text) =>
      void problems.push(at(file, line, place.get(column) ?? 0, columns[place.get(column) ?? 0] ?? column, says));
    const limit = limitOf(cell, line, known, wrong);
    if (!limit) continue;
    const key = [limit.outlet, limit.factor, limit.basis, limit.source, limit.from].join('|');
    const before = limits.get(key);
    if (!before) limits.set(key, limit);
    else if (before.value !== limit.value || before.unit !== limit.unit || before.min !== limit.min) {
      wrong('limit', {
        zh: `与第 ${before.line} 行同一排放口、因子、周期和日期，限值却不同`,
        en: `the same outlet, factor, basis and day as line ${before.line}, but another limit`,
      });
    }
  }
  return { limits: [...limits.values()], problems };
}

function limitOf(
  cell: (column: Column) => string,
  line: number,
  known: Known,
  wrong: (column: Column, says: Text) => void,
): PermitLimit | undefined {
  let right = true;
  const fault = (column: Column, says: Text) => {
    right = false;
    wrong(column, says);
  };
  const number = (column: Column, text: string): number => {
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) return value;
    fault(column, { zh: `“${text}”不是数值`, en: `"${text}" is not a number` });
    return Number.NaN;
  };
  const day = (column: Column): number => {
    const parsed = parseTime(cell(column).replace(SPREADSHEET_DATE, dated));
    if (!Number.isNaN(parsed)) return dayOf(parsed);
    const says = {
      zh: `“${cell(column)}”不是日期，应写作 2026-03-01`,
      en: `"${cell(column)}" is not a date like 2026-03-01`,
    };
    fault(column, says);
    return Number.NaN;
  };
  const permit = cell('permit');
  if (permit === '') fault('permit', { zh: '缺少许可证编号', en: 'the number of the permit is missing' });
  const outlet = cell('outlet');
  if (!known.outlets.includes(outlet))
    fault('outlet', unknownName({ zh: '排放口', en: 'outlet' }, outlet, known.outlets));
  const factor = known.factorOf(cell('factor'), outlet);
  if (factor === undefined) fault('factor', unknownName({ zh: '因子', en: 'factor' }, cell('factor'), known.factors));
  const basis = BASES[cell('basis')] ?? LIMIT_BASES.find((one) => one === cell('basis'));
  if (!basis)
    fault('basis', unknownName({ zh: '周期', en: 'basis' }, cell('basis'), [...LIMIT_BASES, '小时', '日', '月']));
  const value = number('limit', cell('limit'));
  const unit = cell('unit').replace('³', '3');
  if (unit === '') fault('unit', { zh: '缺少单位', en: 'the unit is missing' });
  const [validFrom, validTo] = [day('validFrom'), day('validTo')];
  const from = cell('from') === '' ? validFrom : day('from');
  if (validTo < from) {
    fault('validTo', { zh: '有效期止早于开始执行的日期', en: 'the permit ends before the limit begins' });
  }
  const min = cell('min') === '' ? undefined : number('min', cell('min'));
  if (!right) return undefined;
  const source = cell('source') || 'permit';
  return {
    outlet,
    factor: factor!,
    basis: basis!,
    value,
    unit,
    source,
    from,
    to: validTo + 1,
    clause: permit,
    line,
    ...(min === undefined ? {} : { min }),
  };
}

const at = (file: string, line: number, column: number, path: string, says: Text): Problem => ({
  file,
  line,
  column: column + 1,
  path,
  says,
});

/** `2026/1/5` and `2026年1月5日`, as spreadsheets write dates. */
const SPREADSHEET_DATE = /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/;
const dated = (_: string, year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
