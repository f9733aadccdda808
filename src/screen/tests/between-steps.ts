import { isOn, quantumOf } from '../../statistics/quantum.ts';
import type { Suspicion } from '../suspicion.ts';
import { rarities } from './rarities.ts';
import { digits, type Subject } from './subject.ts';

/**
 * Values between the steps of an instrument (falsification T7, F18, F21): a converter of so many bits or a meter of so many
 * pulses gives only some of the values that its digits could show, as 3.06, 3.10, 3.13, 3.17 of a pulse of 0.036. What is
 * computed from them, or drawn or typed in, lands between. The step is learned from the past that is taken on trust.
 * Passes: signals without a step, a meter that never kept to one, a single value, a change of instrument once it has lasted.
 */
export function betweenSteps(subject: Subject, params: { least: number; fewest: number }): Suspicion[] {
  const { resolution } = subject.table.columns[subject.target]!;
  const values = digits(subject);
  const quantum = quantumOf([...values.subarray(0, subject.judgeFrom)].filter((v) => !Number.isNaN(v) && v !== 0));
  if (!quantum) return [];
  const step = Number((quantum.step * resolution).toPrecision(4));
  return rarities(
    subject,
    params,
    (slot) => !isOn(values[slot]!, quantum),
    ({ count, chance }) => ({
      kind: 'between_steps',
      facts: { values: count, step, shareBefore: Number(chance.toFixed(4)) },
      says: {
        zh: `疑似经计算改写：${count} 个值落在仪器的量化台阶（${step}）之间，此前仅 ${(100 * chance).toFixed(1)}% 如此`,
        en: `suspected computed values: ${count} values lie between the instrument's steps of ${step}, ${(100 * chance).toFixed(1)}% did before`,
      },
    }),
  );
}
