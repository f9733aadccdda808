import { FACTORS, factorUnit } from '../model/factors.ts';
import type { Limit } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';
import { unitScale } from '../model/units.ts';

/**
 * What is wrong with a limit's unit. Values are judged in the usual unit of their factor, so a limit has to be written
 * in it too. @param unit the one of the outlet's channel, for factors that have no usual one
 */
export function limitUnitFault({ factor, value, unit: written }: Limit, unit?: string): Text | undefined {
  const usual = factorUnit(factor) ?? unit;
  const scale = usual === undefined ? 1 : unitScale(written, usual);
  if (usual === undefined || scale === 1) return undefined;
  const right = scale === undefined ? undefined : `${Number((value * scale).toPrecision(6))} ${usual}`;
  return {
    zh: `限值单位 ${written} 与因子 ${factor} 的单位 ${usual} 不符${right ? `；应写作 ${right}` : ''}`,
    en: `unit ${written} of the limit is not ${usual}, the unit of ${factor}${right ? `; write ${right}` : ''}`,
  };
}

/** A code as HJ 212-2017 forms them, whether or not our table has it. */
const STANDARD_CODE = /^[a-z]\d{5}$/;

/** Whether a limit can speak of this factor: one of the tables, a standard code, or one that the outlet declares. */
export const isFactor = (factor: string, declared: readonly string[]): boolean =>
  Object.hasOwn(FACTORS, factor) || STANDARD_CODE.test(factor) || declared.includes(factor);
