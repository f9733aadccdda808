import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load.ts';
import { Engine } from '../../engine/engine.ts';
import { parseTime } from '../../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { Flag } from '../../model/flag.ts';
import { loadRuleFolder } from '../rule-folder.ts';
import { outletLimits } from './limits.ts';

const CATALOGUE = `sites:
  - id: s
    name: 厂
    industry: sewage-works
    outlets:
      - id: w1
        medium: waste-water
        standard: gb18918-2002-1a
        limits:
          - { factor: w01018, basis: day, value: 60, unit: mg/L, source: permit, from: 2020-01-01 }
          - { factor: w01018, basis: day, value: 30, unit: mg/L, source: permit, from: 2026-01-01, clause: "91330000-1" }
`;

const { rulebook, standards } = await loadRuleFolder();

/** @param water ℃ of every hour of 2026-03-02; undefined = not measured */
function engine(water?: number): Engine {
  const made = new Engine(loadCatalogue([{ name: 'c.yaml', text: CATALOGUE }], standards), rulebook, factorName);
  const start = parseTime('2026-03-02');
  const channel = packChannel(made.factors.of('w01010'), GRAIN_ID.hour, STAT_ID.avg);
  for (let h = 0; water !== undefined && h < 24; h++) {
    made.write(made.numberOf('w1')!, channel, start + h * 3_600_000, start, water, Flag.NORMAL);
  }
  return made;
}

function asked(factor: string, date: string, water?: number) {
  const { limits } = outletLimits(engine(water), { outlet: 'w1', at: parseTime(date) })!;
  return limits.find((limit) => limit.factor === factor)!;
}

describe('the limits of an outlet on a day', () => {
  it('before 2026 the standard of 50 is stricter than the permit of 60', () => {
    const cod = asked('w01018', '2025-12-31');
    expect(cod.binding).toMatchObject({ value: 50, source: 'gb18918-2002-1a', clause: 'table 1', verified: true });
    expect(cod.candidates.map(({ value, source }) => [value, source])).toEqual([
      [50, 'gb18918-2002-1a'],
      [60, 'permit'],
    ]);
    expect(cod.why.zh).toContain('最严');
  });

  it('from 2026 on the permit of 30 is, and the one of 60 is no candidate any more', () => {
    const cod = asked('w01018', '2026-01-01');
    expect(cod.binding).toMatchObject({ value: 30, source: 'permit', from: '2026-01-01', clause: '91330000-1' });
    expect(cod.binding.verified).toBeNull();
    expect(cod.candidates.map(({ value }) => value)).toEqual([30, 50]);
  });

  it.each([
    [12, 8],
    [12.1, 5],
  ])('NH3-N at a water temperature of %s ℃ is bound by %s', (water, value) => {
    const ammonia = asked('w21003', '2026-03-02', water);
    expect(ammonia.binding.value).toBe(value);
    expect(ammonia.unless).toBeNull();
  });

  it('where the water temperature is not known the other figure is told', () => {
    const ammonia = asked('w21003', '2026-03-02');
    expect(ammonia.binding.value).toBe(5);
    expect(ammonia.unless).toMatchObject({ value: 8, when: { factor: 'w01010', atMost: 12 } });
  });

  it('pH has both ends of its range', () => {
    expect(asked('w01001', '2026-03-02').binding).toMatchObject({ min: 6, value: 9 });
  });

  it('before the standard was in force nothing bound', () => {
    expect(outletLimits(engine(), { outlet: 'w1', at: parseTime('2003-06-30') })!.limits).toEqual([]);
  });

  it('an unknown outlet has none', () => {
    expect(outletLimits(engine(), { outlet: 'w2', at: 0 })).toBeUndefined();
  });
});
