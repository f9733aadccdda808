import { describe, expect, it } from 'vitest';
import type { Limit } from '../model/outlet.ts';
import { bindingLimit } from './limits.ts';

/** GB 18918-2002 table 1, class 1A: NH3-N 5 mg/L, and 8 when the water has 12 ℃ or less. */
const AMMONIA: Limit[] = [
  { factor: 'w21003', basis: 'day', value: 5, unit: 'mg/L', source: 'gb18918' },
  { factor: 'w21003', basis: 'day', value: 8, unit: 'mg/L', source: 'gb18918', when: { factor: 'w01010', atMost: 12 } },
];
const bound = (water: number | undefined, limits = AMMONIA) =>
  bindingLimit(limits, 'w21003', 'day', 20_000, () => water);

describe('a limit that hangs on the water temperature', () => {
  it.each([
    [12.1, 5],
    [12, 8],
    [3, 8],
  ])('at %s ℃ is %s mg/L', (water, value) => {
    expect(bound(water)?.limit.value).toBe(value);
    expect(bound(water)?.unless).toBeUndefined();
  });

  it('where the temperature is not known is the usual one, and the other is told beside it', () => {
    expect(bound(undefined)?.limit.value).toBe(5);
    expect(bound(undefined)?.unless?.value).toBe(8);
  });

  it('yields to a stricter one of another source, cold or not', () => {
    const permit: Limit = { factor: 'w21003', basis: 'day', value: 3, unit: 'mg/L', source: 'permit' };
    expect(bound(5, [...AMMONIA, permit])?.limit.value).toBe(3);
    expect(bound(undefined, [...AMMONIA, permit])?.unless).toBeUndefined();
  });
});

describe('a row of a published table that does not hold for an outlet', () => {
  // GB 18918-2002: TP 0.5 mg/L for works built from 2006 on, 1.0 for older ones
  const published: Limit = {
    factor: 'w21011',
    basis: 'day',
    value: 0.5,
    unit: 'mg/L',
    source: 'gb18918',
    from: 12_234,
  };
  const older: Limit = { ...published, value: 1 };
  const binds = (own: readonly Limit[]) => bindingLimit([...own, published], 'w21011', 'day', 20_000)?.limit.value;

  it('is replaced by one of the outlet with the same source and date', () => {
    expect(binds([])).toBe(0.5);
    expect(binds([older])).toBe(1);
  });

  it('is not made milder by another source', () => {
    expect(binds([{ ...older, source: 'permit' }])).toBe(0.5);
  });
});
