import { describe, expect, it } from 'vitest';
import { fixed, roundEven } from './digits.ts';
import { PythonRandom } from './python-random.ts';

/** The expected figures were printed by CPython 3.11: `r = random.Random('20/turbine/NOX')`, `random.Random(0)`. */
describe('draws as Python makes them', () => {
  it('from a text', () => {
    const r = new PythonRandom('20/turbine/NOX');
    expect(r.random()).toBe(0.6249367293194885);
    expect(r.uniform(0.3, 0.8)).toBe(0.568530744473559);
    expect(r.choice([1, 1, 2, 3, 7])).toBe(3);
    expect(r.range(10, 1000)).toBe(158);
    expect(r.gauss(0, 2)).toBeCloseTo(3.102810835136952, 12);
    expect(r.gauss(0, 2)).toBeCloseTo(2.1091514766725123, 12);
    const list = [0, 1, 2, 3, 4, 5, 6, 7];
    r.shuffle(list);
    expect(list).toEqual([3, 7, 1, 4, 0, 5, 6, 2]);
  });

  it('from a number', () => {
    expect(new PythonRandom(0).random()).toBe(0.8444218515250481);
  });
});

describe('numbers as Python writes them', () => {
  it('goes to the even digit on exact ties', () => {
    expect([0.125, 0.375, 2.5, -0.125].map((v) => fixed(v, v === 2.5 ? 0 : 2))).toEqual(['0.12', '0.38', '2', '-0.12']);
    expect(fixed(1.005, 2)).toBe('1.00');
    expect([0.5, 1.5, 2.5, -1.5, 2.4].map(roundEven)).toEqual([0, 2, 2, -2, 2]);
  });
});
