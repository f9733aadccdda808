import { describe, expect, it } from 'vitest';
import { readWide } from '../../src/app/screen-file.ts';
import { screenRules } from '../../src/app/screen-rules.ts';
import { screen } from '../../src/screen/screen.ts';
import { PROCESSES, processCsv, processTrials } from './processes.ts';
import { PythonRandom } from './python-random.ts';

describe('made processes', () => {
  it('are the same for the same seed, and others for another', () => {
    const one = processCsv('loads', 900, 3, 1, 0.3, 5);
    expect(processCsv('loads', 900, 3, 1, 0.3, 5)).toBe(one);
    expect(processCsv('loads', 900, 3, 1, 0.3, 6)).not.toBe(one);
    expect(one.split('\n')[1]).toMatch(/^2026-01-01 00:00:00,\d+\.\d,-?\d+\.\d\d$/);
  });

  it('have the nature that they are named by', () => {
    const of = (name: string) => readWide(Buffer.from(processCsv(name, 900, 60, 2, 0, 1))).table.columns[0]!.values;
    const share = (values: Float64Array, wanted: (v: number) => boolean) =>
      values.filter(wanted).length / values.length;
    // of a normal figure with mean 1.2 and deviation 2, Φ(-0.1) = 46 % lie below 1
    expect(share(of('detectionLimit'), (v) => v === 1)).toBeCloseTo(0.46, 1);
    expect(share(of('peaks'), (v) => v > 10)).toBeCloseTo(0.0087, 2);
    // lognormal: the mean lies e^0.32 above the median
    const bursts = of('bursts').toSorted();
    const mean = bursts.reduce((sum, v) => sum + v, 0) / bursts.length;
    expect(mean / bursts[bursts.length >> 1]!).toBeCloseTo(Math.exp(0.32), 0);
  });

  it('come untouched and falsified, each with the labels of its own stretches', () => {
    const [clean, falsified] = processTrials(1);
    expect(clean!.labels.events).toEqual([]);
    expect(falsified!.labels.events.filter(({ benign }) => !benign).length).toBeGreaterThanOrEqual(5);
    expect(clean!.source).toBe(falsified!.source);
    expect(Object.keys(PROCESSES)).toHaveLength(8);
  });
});

describe('what was learned', () => {
  it.each([
    300, 900,
  ])('accuses jumpy honest values of a kind that it was not learned from at most once a month, every %i s', (step) => {
    // a memory of an hour kicked by two-sided exponential noise, and a companion that follows it half-way
    const random = new PythonRandom(1);
    const length = (40 * 86_400) / step;
    const kept = Math.exp(-step / 3600);
    const kick = Math.sqrt(1 - kept * kept);
    const values = new Float64Array(length);
    const others = new Float64Array(length);
    let [x, y] = [0, 0];
    for (let i = 0; i < length; i++) {
      const u = random.random() - 0.5;
      x = kept * x - kick * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
      values[i] = Number((30 + 5 * x).toFixed(2));
      y = kept * y + kick * random.gauss(0, 1);
      others[i] = Number((0.5 * values[i]! + 3 * y).toFixed(2));
    }
    const columns = [values, others].map((column, k) => ({ name: `c${k}`, values: column, resolution: 0.01 }));
    const table = { start: Date.UTC(2026, 0, 1), periodMs: 1000 * step, length, columns };
    const { config, verdicts } = screenRules();
    const result = screen(table, 0, undefined, config, verdicts);
    if (!('suspicions' in result)) throw new Error('too little to judge');
    // forty days, and one false lead a month is what may be
    expect(result.suspicions.filter(({ score }) => score >= 0.5).length).toBeLessThanOrEqual(1);
  });
});
