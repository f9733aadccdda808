import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readWide } from '../app/screen-file.ts';
import { isOn, quantumOf } from './quantum.ts';

/** Repeatable noise in [0, 1). */
function noise(seed: number) {
  let s = seed;
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return s / 4_294_967_296;
  };
}

const codes = (step: number, offset: number, most: number, count: number) => {
  const draw = noise(5);
  return Array.from({ length: count }, () => Math.round(offset + step * Math.floor(most * draw() ** 2)));
};

describe('quantumOf', () => {
  // 4 to 20 mA over 0 to 200 mg/m3 by a converter of 12 bits (3276 codes of the range), written with two decimals
  it.each([
    ['a converter of twelve bits, two decimals', (200 / 3276) * 100, 0, 3276],
    ['a pulse of 0.036 kWh', 3.6, 0, 4000],
    ['a step that begins elsewhere', 7.3, 2.9, 900],
    ['a wide one', 61, 0, 120],
  ])('finds %s', (_, step, offset, most) => {
    const found = quantumOf(codes(step, offset, most, 3000))!;
    expect(found.step).toBeCloseTo(step, 2);
  });

  it('finds the pulse of the real meter of a steel works', () => {
    const file = path.join(import.meta.dirname, '../../fixtures/quality/steel_energy.csv.gz');
    const { table } = readWide(gunzipSync(readFileSync(file)));
    const { values, resolution } = table.columns.find(({ name }) => name === 'usage_kwh')!;
    const whole = [...values].filter((v) => !Number.isNaN(v) && v !== 0).map((v) => Math.round(v / resolution));
    const found = quantumOf(whole.slice(0, 1500))!;
    // 3.06, 3.10, 3.13, 3.17, 3.20, 3.24: every 0.036 kWh
    expect(found.step * resolution).toBeCloseTo(0.036, 5);
    expect(whole.slice(1500).filter((v) => !isOn(v, found)).length).toBeLessThan(0.001 * whole.length);
  });

  it.each([
    ['every number', () => codes(1, 0, 3000, 3000)],
    ['normal noise', () => codes(1, 0, 3000, 3000).map((v, i) => v + (i % 7))],
    ['a step of two digits', () => codes(1.7, 0, 3000, 3000)],
    ['too few numbers', () => codes(3.6, 0, 4000, 50)],
    ['steps and one in twenty beside them', () => codes(7.3, 0, 900, 3000).map((v, i) => (i % 20 === 0 ? v + 3 : v))],
  ])('says nothing of %s', (_, values) => {
    expect(quantumOf(values())).toBeUndefined();
  });
});
