import { describe, expect, it } from 'vitest';
import { withoutChecks } from './checks.ts';

const taken = (values: number[]) => {
  const out = Float64Array.from(values);
  withoutChecks(out, 0, out.length, 1, 50, 6);
  return [...out];
};
const gap = Number.NaN;

describe('zero and span checks', () => {
  it('are taken out in either order', () => {
    expect(taken([20, 21, 0, 0, 55, 55, 22])).toEqual([20, 21, gap, gap, gap, gap, 22]);
    expect(taken([20, 60, 60, 60, 0.5, 0.5, 22])).toEqual([20, gap, gap, gap, gap, gap, 22]);
  });

  it.each([
    ['a peak beside a held zero', [20, 0, 0, 55, 21, 22]],
    ['a stop and a start', [20, 0, 0, 0, 20, 30, 30]],
    ['a held value alone', [20, 55, 55, 55, 22]],
    ['what lasts longer than a check', [20, 0, 0, 0, 0, 55, 55, 55, 20]],
    ['a gap', [20, gap, gap, 55, 55, 20]],
  ])('leave %s alone', (_, values) => {
    expect(taken(values)).toEqual(values);
  });
});
