import { type FactorIndex, GRAIN_ID, STAT_ID } from '../../../model/channel.ts';
import { FACTORS, factorUnit } from '../../../model/factors.ts';
import { flagOf } from '../../../model/flag.ts';
import { unitScale } from '../../../model/units.ts';
import type { MessageFaultCode } from './faults.ts';
import { type Place, parsePath, type Read, reader } from './path.ts';
import type { MappingFile, NamedFactor, Word } from './schema.ts';
import { timeReader } from './times.ts';

/** Reads one thing of a record. */
export type Get<T> = (record: unknown, place: Place) => T;

/** A mapping made ready for messages of one shape: for a CSV, of one header. */
export interface Plan {
  sender: Get<string | undefined>;
  time: Get<number>;
  /** the time as written, for people */
  timeSaid: Read;
  /** periods are named by their ends */
  byEnd: boolean;
  values: readonly ValuePlan[];
  /** columns that the mapping needs and the header has not */
  missing: readonly string[];
}

export interface ValuePlan {
  value: Read;
  /** the path, for people */
  path: string;
  /** GRAIN_ID, -1 = none of them */
  grain: Get<number>;
  /** STAT_ID, -1 = none of them */
  stat: Get<number>;
  factor: Get<FactorPlan | MessageFaultCode>;
  flag: Get<number> | undefined;
  /** what was found where a word was not understood, for people */
  said: Record<'grain' | 'stat' | 'factor', Get<unknown>>;
}

export interface FactorPlan {
  /** number in the index, times 64: see {@link packChannel} */
  base: number;
  /** a value is multiplied by one and divided by the other: of a whole divisor the quotient is exact */
  times: number;
  over: number;
  /** and then this is added */
  plus: number;
  /** the message said its unit */
  unitSaid: boolean;
}

/** Different words remembered of one path. */
const REMEMBERED = 10_000;

/** @param columns names of the columns of a CSV; undefined for JSON */
export function planOf(mapping: MappingFile, factors: FactorIndex, columns: readonly string[] | undefined): Plan {
  const absent = new Set<string>();
  const read = (path: string): Read => {
    const parsed = parsePath(path);
    if (!columns || (!('says' in parsed) && parsed.from === 'topic'))
      return 'says' in parsed ? nothing : reader(parsed);
    const place = columns.indexOf(path);
    if (place >= 0) return (cells) => (cells as string[])[place];
    absent.add(path);
    return nothing;
  };
  const readTime = timeReader(mapping.time.form);
  const time = read(mapping.time.path);
  return {
    sender: wordReader(mapping.sender, read),
    time: (record, place) => readTime(time(record, place)),
    timeSaid: time,
    byEnd: mapping.time.label === 'end',
    values: mapping.values.map((value): ValuePlan => {
      const flag = value.flag ?? mapping.flag;
      const grain = wordReader(value.grain ?? mapping.grain, read);
      const stat = wordReader(value.stat ?? mapping.stat, read);
      const { factor, said } = factorReader(value, value.unit ?? mapping.unit, read, factors);
      return {
        value: read(value.path),
        path: value.path,
        grain: numbered(grain, GRAIN_ID),
        stat: numbered(stat, STAT_ID),
        factor,
        flag: flag && flagReader(flag, read),
        said: { grain, stat, factor: said },
      };
    }),
    missing: needed(mapping).filter((path) => absent.has(path)),
  };
}

/** Columns without which nothing can be made of a table: one of the values may be missing, all of them may not. */
function needed({ sender, time, grain, stat, unit, values }: MappingFile): string[] {
  const words = [sender, grain, stat, unit, ...values.flatMap((v) => [v.factor, v.grain, v.stat, v.unit])];
  const paths = words.flatMap((word) => (typeof word === 'object' ? [word.path] : []));
  return [time.path, ...paths, ...(values.length === 1 ? [values[0]!.path] : [])];
}

const nothing: Read = () => undefined;

/** Text of a word that a record gives; undefined where there is none. */
export function wordOf(said: unknown): string | undefined {
  if (typeof said === 'string') return said === '' ? undefined : said;
  return typeof said === 'number' ? String(said) : undefined;
}

function wordReader(word: Word, read: (path: string) => Read): Get<string | undefined> {
  if (typeof word === 'string') return () => word;
  const find = read(word.path);
  if (!word.names) return (record, place) => wordOf(find(record, place))?.trim();
  const names = new Map(Object.entries(word.names));
  return (record, place) => {
    const said = wordOf(find(record, place))?.trim();
    return said === undefined ? undefined : (names.get(said) ?? said);
  };
}

function numbered(word: Get<string | undefined>, numbers: Readonly<Record<string, number>>): Get<number> {
  const of = new Map(Object.entries(numbers));
  return (record, place) => of.get(word(record, place) ?? '') ?? -1;
}

function flagReader(flag: NonNullable<MappingFile['flag']>, read: (path: string) => Read): Get<number> {
  const find = read(flag.path);
  const names = new Map(Object.entries(flag.names ?? {}));
  const known = new Map<string, number>();
  return (record, place) => {
    const said = wordOf(find(record, place)) ?? '';
    let letter = known.get(said);
    if (letter === undefined) {
      const token = said.trim();
      letter = flagOf(names.get(token) ?? token);
      if (known.size < REMEMBERED) known.set(said, letter);
    }
    return letter;
  };
}

/** Annex B of HJ 212-2017 gives codes of a letter and five digits. */
const CODE = /^[a-z]\d{5}$/;
export const isFactorCode = (code: string): boolean => Object.hasOwn(FACTORS, code) || CODE.test(code);

function factorReader(
  { factor: word, scale: usualScale = 1, offset: usualOffset = 0 }: MappingFile['values'][number],
  unit: Word | undefined,
  read: (path: string) => Read,
  factors: FactorIndex,
) {
  const names = new Map(Object.entries(typeof word === 'string' ? {} : (word.names ?? {})));
  const find = typeof word === 'string' ? () => word : read(word.path);
  const unitOf = unit === undefined ? () => undefined : wordReader(unit, read);
  const resolve = (said: string, unit: string | undefined): FactorPlan | MessageFaultCode => {
    const named = names.get(said) ?? said;
    const { factor, unit: own, scale: ownScale = usualScale, offset = usualOffset } = unnamed(named);
    if (!isFactorCode(factor)) return 'FACTOR';
    const ofUnit = scaleOf(own ?? unit, factor);
    if (ofUnit === undefined) return 'UNIT';
    const index = factors.of(factor);
    if (index < 0) return 'FACTOR';
    // 0.1 × 0.001 is not 0.0001 by the last bit.
    const scale = Number((ownScale * ofUnit).toPrecision(15));
    const over = Math.round(1 / scale);
    const whole = Math.abs(scale) < 1 && Math.abs(over * scale - 1) < 1e-12;
    const unitSaid = (own ?? unit) !== undefined;
    return { base: index * 64, times: whole ? 1 : scale, over: whole ? over : 1, plus: offset * ofUnit, unitSaid };
  };
  const known = new Map<string, Map<string | undefined, FactorPlan | MessageFaultCode>>();
  const factor: Get<FactorPlan | MessageFaultCode> = (record, place) => {
    const said = find(record, place);
    const text = typeof said === 'string' ? said : (wordOf(said) ?? '');
    const unit = unitOf(record, place);
    let ofWord = known.get(text);
    let plan = ofWord?.get(unit);
    if (plan === undefined) {
      plan = resolve(text.trim(), unit);
      if (known.size >= REMEMBERED || (ofWord && ofWord.size >= REMEMBERED)) return plan;
      ofWord ??= new Map();
      known.set(text, ofWord.set(unit, plan));
    }
    return plan;
  };
  return { factor, said: find };
}

const unnamed = (named: NamedFactor): Exclude<NamedFactor, string> =>
  typeof named === 'string' ? { factor: named } : named;

/** undefined where the unit measures something else; 1 where none is said, or where the factor has none. */
export function scaleOf(unit: string | undefined, code: string): number | undefined {
  const usual = factorUnit(code);
  return unit === undefined || usual === null ? 1 : unitScale(unit, usual);
}
