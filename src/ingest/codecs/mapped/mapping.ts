import { createHash } from 'node:crypto';
import { ConfigError, type Problem, readYaml, unknownName, type Path as Where } from '../../../config/strict-yaml.ts';
import { FACTORS, factorUnit } from '../../../model/factors.ts';
import { Flag, flagOf } from '../../../model/flag.ts';
import type { Text } from '../../../model/text.ts';
import { EVERY, parsePath } from './path.ts';
import { isFactorCode, scaleOf } from './plan.ts';
import { type FactorWord, type MappingFile, mappingSchema, type Word } from './schema.ts';

/** A mapping as written, and what it says. */
export interface Mapping {
  id: string;
  /** SHA-256 of the text */
  hash: string;
  text: string;
  says: MappingFile;
}

/** @throws ConfigError with everything that is wrong, each with its line */
export function readMapping(text: string, file: string): Mapping {
  const { value, problem } = readYaml(text, file, mappingSchema);
  const problems = [...faultsOf(value)].map(([where, says]) => problem(where, says));
  if (problems.length > 0) throw new ConfigError(problems);
  return { id: value.id, hash: createHash('sha256').update(text).digest('hex'), text, says: value };
}

/** What is wrong with the text of a mapping; nothing = it can be used. */
export function lintMapping(text: string, file: string): readonly Problem[] {
  try {
    readMapping(text, file);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

type Fault = [where: Where, says: Text];

function* faultsOf(mapping: MappingFile): Generator<Fault> {
  const csv = mapping.format === 'csv';
  if (csv && mapping.records !== '$') {
    yield [
      ['records'],
      { zh: 'CSV 的每一行是一条记录，不写 records', en: 'each line of a CSV is a record: leave it out' },
    ];
  }
  if (!csv && mapping.columns) {
    yield [['columns'], { zh: '只用于 CSV', en: 'is for CSV only' }];
  }
  const records = csv ? undefined : parsePath(mapping.records);
  if (records && 'says' in records) yield [['records'], records.says];
  else if (records && (records.up > 0 || (records.from !== 'message' && records.from !== 'record'))) {
    yield [['records'], { zh: '须从报文开始，如 $.list[*]', en: 'must begin at the message, as in $.list[*]' }];
  }
  for (const [where, path] of pathsOf(mapping)) {
    const parsed = csv && !path.startsWith('{') ? undefined : parsePath(path);
    if (parsed && 'says' in parsed) yield [where, parsed.says];
    else if (parsed?.steps.includes(EVERY)) {
      yield [
        where,
        {
          zh: '“*”只能写在 records 中；把列表写进 records，外层的值用 ^ 取',
          en: '"*" belongs into records: name the list there, and reach what is around it by ^',
        },
      ];
    }
  }
  yield* flagFaults(['flag', 'names'], mapping.flag?.names);
  for (const [n, value] of mapping.values.entries()) {
    const at = (...more: (string | number)[]) => ['values', n, ...more];
    yield* flagFaults(at('flag', 'names'), value.flag?.names);
    yield* factorFaults(at('factor'), value.factor, value.unit ?? mapping.unit);
    const grain = value.grain ?? mapping.grain;
    const stat = value.stat ?? mapping.stat;
    if (typeof grain !== 'string' || typeof stat !== 'string') continue;
    if ((grain === 'live') === stat.endsWith('rtd')) continue;
    yield [
      value.stat ? at('stat') : ['stat'],
      { zh: '实时值（live）的统计量是 rtd 或 zsrtd，其他粒度不是', en: 'live values are rtd or zsrtd, others are not' },
    ];
  }
}

function* pathsOf(mapping: MappingFile): Generator<[Where, string]> {
  const { sender, time, grain, stat, unit, flag } = mapping;
  const words: [Where, Word | FactorWord | undefined][] = [
    [['sender'], sender],
    [['grain'], grain],
    [['stat'], stat],
    [['unit'], unit],
    [['flag'], flag as Word | undefined],
  ];
  yield [['time', 'path'], time.path];
  for (const [n, value] of mapping.values.entries()) {
    yield [['values', n, 'path'], value.path];
    for (const key of ['factor', 'grain', 'stat', 'unit', 'flag'] as const) {
      words.push([['values', n, key], value[key] as Word | FactorWord | undefined]);
    }
  }
  for (const [where, word] of words) if (typeof word === 'object') yield [[...where, 'path'], word.path];
}

function* flagFaults(where: Where, names: Readonly<Record<string, string>> = {}): Generator<Fault> {
  const letters = ['N', 'F', 'M', 'S', 'D', 'C', 'T', 'B', 'P'];
  for (const [theirs, ours] of Object.entries(names)) {
    const letter = flagOf(ours);
    if (letter === Flag.OTHER || letter === Flag.UNMARKED) {
      yield [[...where, theirs], unknownName({ zh: '数据标记', en: 'data mark' }, ours, letters)];
    }
  }
}

function* factorFaults(where: Where, factor: FactorWord, unit: Word | undefined): Generator<Fault> {
  const fixed = typeof unit === 'string' ? unit : undefined;
  if (typeof factor === 'string') yield* codeFaults(where, factor, fixed);
  else {
    for (const [theirs, ours] of Object.entries(factor.names ?? {})) {
      const { factor: code, unit: own } = typeof ours === 'string' ? { factor: ours, unit: undefined } : ours;
      yield* codeFaults([...where, 'names', theirs], code, own ?? fixed);
    }
  }
}

function* codeFaults(where: Where, code: string, unit: string | undefined): Generator<Fault> {
  if (!isFactorCode(code)) yield [where, unknownName({ zh: '因子', en: 'factor' }, code, Object.keys(FACTORS))];
  else if (scaleOf(unit, code) === undefined) {
    const usual = factorUnit(code);
    yield [
      where,
      {
        zh: `单位“${unit}”不能换算为 ${code} 的常用单位 ${usual}`,
        en: `unit "${unit}" cannot be turned into ${usual}, the usual one of ${code}`,
      },
    ];
  }
}
