import type { Subject } from '../tests/subject.ts';

export const HOUR = 3_600_000;
export const coincidence = { perMonth: 0.05, root: 0.35 };

/** Repeatable noise in [0, 1). */
export function noise(seed: number) {
  let s = seed;
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return s / 4_294_967_296;
  };
}

/** Forty days of hours: a daily wave with noise, two decimals, and a companion that follows it loosely. */
export function subject(change: (values: Float64Array, other: Float64Array) => void = () => {}, decimals = 2): Subject {
  const draw = noise(11);
  const round = (v: number, d: number) => Number(v.toFixed(d));
  const values = Float64Array.from({ length: 960 }, (_, i) => round(50 + 10 * Math.sin(i / 4) + 8 * draw(), decimals));
  const other = values.map((v) => round(0.2 * v + 3 * draw(), 2));
  change(values, other);
  return {
    table: {
      start: Date.UTC(2026, 0, 1),
      periodMs: HOUR,
      length: values.length,
      columns: [
        { name: 'so2', values, resolution: 10 ** -decimals },
        { name: 'flow', values: other, resolution: 0.01 },
      ],
    },
    target: 0,
    judgeFrom: 192,
    month: 731,
    coincidence,
  };
}

/** What is worth a look. */
export const worth = <S extends { score: number }>(list: readonly S[]): S[] => list.filter(({ score }) => score >= 0.5);
