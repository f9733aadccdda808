import { describe, expect, it } from 'vitest';
import { FACTORS, factorName, factorOfOldCode, factorUnit } from './factors.ts';

describe('factors', () => {
  it.each([
    ['011', 'w01018'],
    ['060', 'w21003'],
    ['101', 'w21011'],
    ['B01', 'w00000'],
    ['B02', 'a00000'],
    ['01', 'a34013'],
    ['02', 'a21026'],
    ['03', 'a21002'],
    ['08', 'a21024'],
    ['S01', 'a19001'],
    ['S08', 'a01013'],
    ['37', 'a01010'],
  ])('2005 code %s is %s (HJ 212-2017 tables B.1, B.2)', (old, code) => {
    expect(factorOfOldCode(old)).toBe(code);
  });

  it('maps no old code twice and none onto a code of today', () => {
    const olds = Object.values(FACTORS).flatMap(({ old }) => old ?? []);
    expect(new Set(olds).size).toBe(olds.length);
    for (const old of olds) expect(FACTORS[old]).toBeUndefined();
  });

  it('leaves unknown codes alone', () => {
    expect(factorOfOldCode('802')).toBeNull();
    expect(factorName('a2106')).toEqual({ zh: 'a2106', en: 'a2106' });
    expect(factorName('constructor')).toEqual({ zh: 'constructor', en: 'constructor' });
    expect(factorUnit('toString')).toBeNull();
  });

  it('knows units that the code does not print as devices use them', () => {
    expect(factorUnit('a21026')).toBe('mg/m3');
    expect(factorUnit('a34004')).toBe('ug/m3');
    expect(factorUnit('w20111')).toBe('ug/L');
    expect(FACTORS.w20111).toMatchObject({ old: '020', oldUnit: 'mg/L' });
    expect(factorUnit('w01001')).toBeNull();
  });

  it('names thermocouples and processes', () => {
    expect(factorName('i33321').zh).toContain('炉膛中部温度');
    expect(factorName('g20101').en).toContain('Semi-dry');
  });
});
