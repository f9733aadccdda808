import { stringify } from 'yaml';
import { HOUR_MS, MINUTE_MS } from '../../../model/beijing.ts';
import type { Grain, Stat } from '../../../model/channel.ts';
import { factorName, factorUnit } from '../../../model/factors.ts';
import type { Text } from '../../../model/text.ts';
import { unitScale } from '../../../model/units.ts';
import { factorNamed, isWater } from './factor-words.ts';
import type { TimeForm } from './schema.ts';
import { timeReader } from './times.ts';

/** The beginning of a table. */
export interface Sample {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A mapping that a table seems to ask for, and how each column was understood. */
export interface Proposal {
  yaml: string;
  understood: Text[];
  /** what a person has to decide before it can be used */
  open: Text[];
}

interface Column {
  name: string;
  role: 'time' | 'sender' | 'factor' | 'value' | 'flag' | 'reading' | 'other';
  /** of a reading, or of a flag that belongs to one */
  factor?: string;
  stat?: Stat;
  unit?: string;
}

const TIME =
  /^(time|datetime|timestamp|date|ts|时间|日期|监测时间|数据时间|采集时间|采样时间|上报时间|小时|datatime)$/i;
const SENDER =
  /^(outlet|mn|device|deviceid|station|point|排放口|监测点|监测点位|点位|站点|设备|设备编号|排口|排口编号|数采仪编号|排放口编号)$/i;
const FACTOR =
  /^(factor|code|item|param|parameter|pollutant|因子|监测因子|监测项目|项目|指标|污染物|因子编码|因子代码|污染物名称)$/i;
const VALUE = /^(value|val|数值|监测值|值|浓度|监测数据|reading)$/i;
const FLAG = /(_?flag|标记|标识|数据标记|状态)$/i;
const UNIT = /[(（[【]([^()（）[\]【】]+)[)）\]】]\s*$/;

/** Reads a header and the rows behind it. @param sender who reports, where no column says so */
export function propose({ columns, rows }: Sample, sender?: string): Proposal {
  const water = columns.some((name) => isWater(bare(name).word));
  const read = columns.map((name) => columnOf(name, water));
  timeByContent(read, rows);
  const time = read.find(({ role }) => role === 'time');
  const who = read.find(({ role }) => role === 'sender');
  const long = read.find(({ role }) => role === 'factor') && read.find(({ role }) => role === 'value');
  const times = time ? rows.map((row) => row[columns.indexOf(time.name)] ?? '') : [];
  const form = formOf(times);
  const grain = grainOf(times.map(timeReader(form)));
  const stat: Stat = grain === 'live' ? 'rtd' : 'avg';
  const values = long
    ? [longValue(read, columns, rows, water)]
    : read.filter(isTaken).map((c) => wideValue(c, read, stat));
  const shared = long
    ? read.find(({ role }) => role === 'flag')
    : read.find(({ role, factor }) => role === 'flag' && !factor);
  const mapping = {
    id: 'my-table',
    format: 'csv',
    sender: who ? { path: who.name } : (sender ?? 'OUTLET-OR-MN'),
    time: { path: time?.name ?? 'TIME-COLUMN', ...(form === 'beijing' ? {} : { form }) },
    grain,
    stat,
    ...(shared ? { flag: { path: shared.name } } : {}),
    values: values.length > 0 ? values : [{ path: 'VALUE-COLUMN', factor: 'FACTOR-CODE' }],
  };
  return {
    yaml: stringify(mapping, { flowCollectionPadding: false, lineWidth: 0 }),
    understood: read.map((column) => understoodText(column, Boolean(long))),
    open: [
      ...(time ? [] : [{ zh: '找不到时间列：写明 time.path', en: 'no column of times was found: give time.path' }]),
      ...(who || sender
        ? []
        : [
            {
              zh: '没有一列说明是谁上报：把 sender 写成排放口编号或 MN（或用 --sender）',
              en: 'no column says who reports: write the id of an outlet or an MN as sender (or use --sender)',
            },
          ]),
      ...(values.length > 0
        ? []
        : [{ zh: '没有认出任何因子：写明 values', en: 'no factor was recognised: give values' }]),
      ...read.flatMap(unitTrouble),
    ],
  };
}

function columnOf(name: string, water: boolean): Column {
  const { whole, word, unit, stat } = bare(name);
  if (TIME.test(whole)) return { name, role: 'time' };
  if (SENDER.test(whole)) return { name, role: 'sender' };
  if (FACTOR.test(whole)) return { name, role: 'factor' };
  if (VALUE.test(whole)) return { name, role: 'value', ...unit };
  if (FLAG.test(word)) {
    const factor = factorNamed(word.replace(FLAG, ''), water);
    return { name, role: 'flag', ...(factor ? { factor } : {}) };
  }
  const factor = factorNamed(word, water);
  return factor ? { name, role: 'reading', factor, ...unit, ...stat } : { name, role: 'other' };
}

const STATS: readonly [RegExp, Stat][] = [
  [/(折算(浓度|值)?|zsavg|zs)$/i, 'zsavg'],
  [/(最小值?|min)$/i, 'min'],
  [/(最大值?|max)$/i, 'max'],
  [/(累计值?|排放量|cou|sum)$/i, 'cou'],
  [/(实时值?|rtd)$/i, 'rtd'],
  [/(平均值?|均值|avg|mean)$/i, 'avg'],
];

/** A header without its unit and statistic: `SO2折算浓度(mg/m³)` → `SO2`. */
function bare(name: string): { whole: string; word: string; unit?: { unit: string }; stat?: { stat: Stat } } {
  const found = UNIT.exec(name);
  const unit = found ? { unit: unitOf(found[1]!) } : undefined;
  const whole = (found ? name.slice(0, found.index) : name).trim();
  let word = whole;
  const stat = STATS.find(([ending]) => ending.test(word));
  if (stat) word = word.replace(stat[0], '');
  word = word
    .replace(/(实测)?(浓度|监测值|数值)$/, '')
    .replace(/实测$/, '')
    .replace(/[\s_-]+$/, '');
  return { whole, word, ...(unit ? { unit } : {}), ...(stat ? { stat: { stat: stat[1] } } : {}) };
}

/** A unit in the spelling of this project. */
const unitOf = (said: string) =>
  said
    .trim()
    .replace(/³/g, '3')
    .replace(/^[μµ]/, 'u')
    .replace(/^(m|u|n)g\/(Nm3|m\^3|立方米)$/i, '$1g/m3')
    .replace(/^Nm3\/h$/i, 'm3/h')
    .replace(/^°C$/, '℃');

/** Without a column that is called so, the first that holds times in nearly every row. */
function timeByContent(columns: Column[], rows: Sample['rows']): void {
  if (columns.some(({ role }) => role === 'time')) return;
  const read = timeReader('beijing');
  for (const [n, column] of columns.entries()) {
    const good = rows.filter((row) => !Number.isNaN(read(row[n] ?? ''))).length;
    if (rows.length === 0 || good < rows.length * 0.9) continue;
    columns[n] = { name: column.name, role: 'time' };
    return;
  }
}

function formOf(times: readonly string[]): TimeForm {
  const digits = times.find((text) => text !== '') ?? '';
  if (/^\d{10}(\.\d+)?$/.test(digits)) return 's';
  return /^\d{13}$/.test(digits) ? 'ms' : 'beijing';
}

/** By the step between different times that is seen most. */
function grainOf(times: readonly number[]): Grain {
  const different = [...new Set(times.filter((at) => !Number.isNaN(at)))].sort((a, b) => a - b);
  const steps = new Map<number, number>();
  for (let i = 1; i < different.length; i++) {
    const step = different[i]! - different[i - 1]!;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [usual = HOUR_MS] = [...steps].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (usual >= 20 * HOUR_MS) return 'day';
  if (usual >= 50 * MINUTE_MS) return 'hour';
  return usual >= MINUTE_MS ? 'minute' : 'live';
}

function wideValue({ name, factor, unit, stat }: Column, all: readonly Column[], usual: Stat) {
  const flag = all.find((column) => column.role === 'flag' && column.factor === factor);
  return {
    path: name,
    factor: factor!,
    ...(stat && stat !== usual ? { stat } : {}),
    ...(unit && convertible(unit, factor!) === 'needed' ? { unit } : {}),
    ...(flag ? { flag: { path: flag.name } } : {}),
  };
}

function longValue(all: readonly Column[], columns: readonly string[], rows: Sample['rows'], water: boolean) {
  const factor = all.find(({ role }) => role === 'factor')!;
  const value = all.find(({ role }) => role === 'value')!;
  const words = [...new Set(rows.map((row) => row[columns.indexOf(factor.name)]?.trim() ?? ''))];
  const anyWater = water || words.some(isWater);
  const names = words.flatMap((word) => {
    const code = factorNamed(word, anyWater);
    return code === undefined || code === word ? [] : [[word, code]];
  });
  return {
    path: value.name,
    factor: { path: factor.name, ...(names.length > 0 ? { names: Object.fromEntries(names) } : {}) },
  };
}

/** Whether a unit must be said, need not, or cannot be followed. */
function convertible(unit: string, factor: string): 'needed' | 'same' | 'no' {
  const usual = factorUnit(factor);
  if (usual === null) return 'same';
  const scale = unitScale(unit, usual);
  return scale === undefined ? 'no' : scale === 1 ? 'same' : 'needed';
}

/** A reading, in a unit that can be followed. */
const isTaken = ({ role, factor, unit }: Column): boolean =>
  role === 'reading' && (!unit || convertible(unit, factor!) !== 'no');

function unitTrouble(column: Column): Text[] {
  if (column.role !== 'reading' || isTaken(column)) return [];
  const { name, factor, unit } = column;
  const usual = factorUnit(factor!);
  return [
    {
      zh: `“${name}”未列入：单位 ${unit} 不能换算为 ${usual}`,
      en: `"${name}" was left out: its unit ${unit} cannot be turned into ${usual}`,
    },
  ];
}

const ROLES = {
  time: { zh: '时间', en: 'time' },
  sender: { zh: '上报方', en: 'who reports' },
  factor: { zh: '因子', en: 'factor' },
  value: { zh: '数值', en: 'value' },
  flag: { zh: '数据标记', en: 'data mark' },
  other: { zh: '不用', en: 'not used' },
} as const;

function understoodText({ name, role, factor, stat, unit }: Column, long: boolean): Text {
  if (role === 'reading' && !long) {
    const { zh, en } = factorName(factor!);
    const more = [stat, unit].filter(Boolean).join(' ');
    return { zh: `${name} → ${factor} ${zh} ${more}`.trim(), en: `${name} → ${factor} ${en} ${more}`.trim() };
  }
  const { zh, en } = ROLES[role === 'reading' ? 'other' : role];
  const of = factor && role === 'flag' ? ` ${factor}` : '';
  return { zh: `${name} → ${zh}${of}`, en: `${name} → ${en}${of}` };
}
