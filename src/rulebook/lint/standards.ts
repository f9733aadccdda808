import { isDeepStrictEqual } from 'node:util';
import { limitUnitFault } from '../../catalogue/limit-terms.ts';
import type { TextFile } from '../../catalogue/load.ts';
import { standardSchema } from '../../catalogue/schema.ts';
import { type Path, readYaml, unknownName } from '../../config/strict-yaml.ts';
import { FACTORS } from '../../model/factors.ts';
import type { Limit } from '../../model/outlet.ts';
import { type Finding, type Notes, notesOn } from './finding.ts';

export function checkStandards(files: readonly TextFile[], findings: Finding[]): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    const source = readYaml(file.text, file.name, standardSchema);
    const { id, limits } = source.value;
    const notes = notesOn(source, findings);
    const before = seen.get(id);
    if (before !== undefined) {
      notes.error('standard-twice', ['id'], {
        zh: `标准“${id}”已在 ${before} 中定义`,
        en: `standard "${id}" is already defined in ${before}`,
      });
    }
    seen.set(id, file.name);
    limits.forEach((limit, i) => {
      checkLimit({ ...limit, source: id }, undefined, ['limits', i], notes);
    });
    checkTable(limits, notes);
  }
}

/** @param unit the one of the outlet's channel, where it names one */
export function checkLimit(limit: Limit, unit: string | undefined, path: Path, notes: Notes): void {
  const { factor, value, from, to } = limit;
  if (!Object.hasOwn(FACTORS, factor)) {
    const says = unknownName({ zh: '因子', en: 'factor' }, factor, Object.keys(FACTORS));
    notes.warning('unknown-factor', [...path, 'factor'], says);
  }
  const unitFault = limitUnitFault(limit, unit);
  if (unitFault) notes.error('limit-unit', [...path, 'unit'], unitFault);
  if (value <= 0) {
    notes.error('limit-value', [...path, 'value'], {
      zh: `限值 ${value} 不可能成立：任何排放都会超过`,
      en: `a limit of ${value} cannot be meant: every emission is above it`,
    });
  }
  if (from !== undefined && to !== undefined && from >= to) {
    notes.error('limit-dates', [...path, 'to'], {
      zh: '失效日不晚于生效日，限值从不适用',
      en: 'it ends no later than it begins: the limit never binds',
    });
  }
}

/** Rows of one factor and basis that begin on the same day, and an hour that is stricter than the day. */
function checkTable(limits: readonly Omit<Limit, 'source'>[], notes: Notes): void {
  limits.forEach((limit, i) => {
    const same = (other: Omit<Limit, 'source'>) =>
      other.factor === limit.factor && other.from === limit.from && isDeepStrictEqual(other.when, limit.when);
    if (limits.slice(0, i).some((other) => same(other) && other.basis === limit.basis)) {
      notes.error('limit-twice', ['limits', i], {
        zh: `${limit.factor} 的 ${limit.basis} 限值重复，只有第一行有效`,
        en: `a second ${limit.basis} limit for ${limit.factor} from the same day: only the first one binds`,
      });
    }
    const day = limit.basis === 'hour' ? limits.find((other) => same(other) && other.basis === 'day') : undefined;
    if (day && day.value > limit.value) {
      notes.warning('hour-below-day', ['limits', i, 'value'], {
        zh: `${limit.factor} 的小时限值 ${limit.value} 低于日限值 ${day.value}`,
        en: `the hour limit ${limit.value} of ${limit.factor} is below its day limit ${day.value}`,
      });
    }
  });
}
