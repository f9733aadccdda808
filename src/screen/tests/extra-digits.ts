import { decimalsOf } from '../../statistics/decimals.ts';
import type { Suspicion } from '../suspicion.ts';
import { rarities, sizeOf } from './rarities.ts';
import type { Subject } from './subject.ts';

/** Significant digits up to which doubles tell what was written. */
const SIGNIFICANT = 12;

/**
 * Values written finer than the instrument writes (falsification T7, F21): an offset, a factor or an interpolation that is
 * computed between instrument and platform leaves digits that the analyser does not have, and comes and goes with what was
 * done. An instrument that shows five digits writes 0.85766 and 101.62.
 * Passes: a signal that was ever so fine now and then, a single finer value, a change of instrument once it has lasted.
 */
export function extraDigits(subject: Subject, params: { least: number; fewest: number }): Suspicion[] {
  const { values } = subject.table.columns[subject.target]!;
  const decimals = values.map((v) => (Number.isNaN(v) ? 0 : decimalsOf(v, SIGNIFICANT - sizeOf(v))));
  const used = [...new Set(decimals)].sort((a, b) => a - b).slice(0, -1);
  return used.flatMap((written) =>
    rarities(
      subject,
      params,
      (slot) => decimals[slot]! > written,
      ({ at, count, chance }) => ({
        kind: 'extra_digits',
        facts: {
          values: count,
          decimals: decimals[at]!,
          decimalsBefore: written,
          shareBefore: Number(chance.toFixed(4)),
        },
        says: {
          zh: `疑似经计算改写：${count} 个值的小数位多于 ${written} 位，此前同一量级仅 ${(100 * chance).toFixed(1)}% 如此`,
          en: `suspected computed values: ${count} values have more than ${written} decimals, ${(100 * chance).toFixed(1)}% of that size did before`,
        },
      }),
    ),
  );
}
