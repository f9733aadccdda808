import { describe, expect, it } from 'vitest';
import { ReadingBatch } from '../model/batch.ts';
import { FactorIndex, GRAIN_ID, packChannel, STAT_ID } from '../model/channel.ts';
import type { Outlet } from '../model/outlet.ts';
import { intoUnitsOf } from './unit-said.ts';

const outlet = (unit?: string): Outlet => ({
  id: 'f1',
  site: 's',
  name: { zh: 'f1', en: 'f1' },
  medium: 'flue-gas',
  devices: [],
  limits: [],
  channels: unit === undefined ? {} : { a21026: { unit } },
});

/** SO2 of 35 mg/m3 that was read from 0.035 g/m3, and NOx of 120 mg/m3 beside it. */
function stored(of: Outlet, said: readonly string[]): number[] {
  const index = new FactorIndex();
  const batch = new ReadingBatch(8);
  for (const [code, value] of [
    ['a21026', 35],
    ['a21002', 120],
  ] as const) {
    batch.push(0, packChannel(index.of(code), GRAIN_ID.minute, STAT_ID.avg), 0, 0, value, 1);
  }
  intoUnitsOf(of, index, new Set(said.map((code) => index.of(code))), batch, 0, 2);
  return [batch.value[0]!, batch.value[1]!];
}

describe('a message that says its unit', () => {
  it('is kept in the unit of the instrument, where the catalogue says one: 35 mg/m3 are 35 000 ug/m3', () => {
    expect(stored(outlet('ug/m3'), ['a21026'])).toEqual([35_000, 120]);
  });

  it('is kept in the usual unit where the catalogue says none, or the usual one', () => {
    expect(stored(outlet(), ['a21026'])).toEqual([35, 120]);
    expect(stored(outlet('mg/m3'), ['a21026', 'a21002'])).toEqual([35, 120]);
  });

  it('says nothing about a factor whose unit was left to the catalogue', () => {
    expect(stored(outlet('ug/m3'), ['a21002'])).toEqual([35, 120]);
  });
});
