import { describe, expect, test } from 'vitest';
import type { Report } from '../cems/report.ts';
import { parseScenario } from '../script/scenario.ts';
import { World } from '../world.ts';

/** Minutes of a works and its meters over two days. */
function run(events: string, works = '{id: x-o1, mn: "W8888880000001"}') {
  const world = new World(
    parseScenario(
      `days: 2
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    works: [${works}]
    meters:
      - {id: x-in, role: intake, serves: [x-o1], mn: "W8888880000002"}
      - {id: x-t, role: treatment, serves: [x-o1], mn: "W8888880000003"}
events: [${events}]
`,
      's.yaml',
    ),
    { live: false },
  );
  const minutes: Record<string, Report[]> = { 'x-o1': [], 'x-in': [], 'x-t': [] };
  for (let m = 0; m < 2880; m++)
    for (const report of world.step().reports) if (report.grain === 'minute') minutes[report.outlet]!.push(report);
  return (outlet: string, factor: string, [from, to]: readonly [number, number] = [0, 48]) =>
    minutes[outlet]!.slice(from * 60, to * 60).map((report) => {
      const cell = report.cells.find((one) => one.factor === factor);
      return cell?.flag === 'N' ? Number(cell.values.find(([stat]) => stat === 'avg')?.[1]) : Number.NaN;
    });
}
const mean = (values: readonly number[]) => {
  const there = values.filter((v) => !Number.isNaN(v));
  return there.reduce((a, b) => a + b, 0) / there.length;
};

describe('a sewage works', () => {
  const calm = run('');

  test('keeps the limits of class 1A: COD 50, NH3-N 5, TN 15, TP 0.5 mg/L, pH 6 to 9', () => {
    const limits = { w01018: 50, w21003: 5, w21001: 15, w21011: 0.5, w01001: 9 };
    for (const [factor, limit] of Object.entries(limits))
      expect(mean(calm('x-o1', factor)), factor).toBeLessThan(limit);
    expect(Math.min(...calm('x-o1', 'w01001'))).toBeGreaterThan(6);
  });

  test('ammonia is a part of total nitrogen, and carbon a part of COD', () => {
    const [part, whole] = [calm('x-o1', 'w21003'), calm('x-o1', 'w21001')];
    whole.forEach((v, m) => {
      if (!Number.isNaN(v)) expect(part[m]).toBeLessThan(v);
    });
    // COD of municipal effluent is some three times its TOC.
    expect(mean(calm('x-o1', 'w01018')) / mean(calm('x-o1', 'w01020'))).toBeCloseTo(3.1, 0);
  });

  test('what comes in leaves, a fiftieth of it with the sludge', () => {
    const ratio = mean(calm('x-o1', 'w00000')) / mean(calm('x-in', 'w00000'));
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.01);
  });

  test('an analyser shows a result for two hours', () => {
    const values = calm('x-o1', 'w01018').filter((v) => !Number.isNaN(v));
    const changes = values.filter((v, i) => i > 0 && v !== values[i - 1]).length;
    expect(changes).toBeGreaterThan(18);
    expect(changes).toBeLessThanOrEqual(24);
  });
});

describe('what is done at its sampling well', () => {
  const calm = run('');
  const share = (of: ReturnType<typeof run>, factor: string, outlet = 'x-o1') =>
    mean(of(outlet, factor, [34, 44])) / mean(calm(outlet, factor, [34, 44]));

  test('tap water thins everything and leaves the flow alone; rain thins it and brings flow', () => {
    const diluted = run('{what: dilute-water, where: x-o1, from: day 2 08:00, for: 12h, share: 0.5}');
    for (const factor of ['w01018', 'w21003', 'w21001']) expect(share(diluted, factor), factor).toBeLessThan(0.65);
    expect(share(diluted, 'w00000')).toBeCloseTo(1, 5);
    const rain = run('{what: storm, where: x-o1, from: day 2 02:00, for: 20h, times: 2.5}');
    expect(share(rain, 'w01014')).toBeLessThan(0.85);
    expect(share(rain, 'w00000')).toBeGreaterThan(1.8);
  });

  test('a probe in a bucket: little COD, a pH that stands', () => {
    const bucket = run('{what: swap-sample, where: x-o1, from: day 2 08:00, for: 12h}');
    expect(mean(bucket('x-o1', 'w01018', [36, 44]))).toBeCloseTo(5, 0);
    const ph = bucket('x-o1', 'w01001', [36, 44]);
    expect(Math.max(...ph) - Math.min(...ph)).toBeLessThan(0.03);
  });

  test('a bypass: less flow, the same intake and air', () => {
    const bypass = run('{what: bypass, where: x-o1, from: day 2 08:00, for: 12h, share: 0.6}');
    expect(share(bypass, 'w00000')).toBeCloseTo(0.4, 2);
    expect(share(bypass, 'w00000', 'x-in')).toBeCloseTo(1, 5);
    expect(share(bypass, 'kw', 'x-t')).toBeCloseTo(1, 5);
  });

  test('a works that discharges at night measures then; one that samples at rest measures by day', () => {
    const batch = '{id: x-o1, mn: "W8888880000001", discharges: [18, 6]}';
    const changes = (of: ReturnType<typeof run>, span: readonly [number, number]) => {
      const values = of('x-o1', 'w21001', span).filter((v) => !Number.isNaN(v));
      return values.filter((v, i) => i > 0 && v !== values[i - 1]).length;
    };
    const honest = run('', batch);
    expect([changes(honest, [7, 17]), changes(honest, [19, 29])]).toEqual([0, 5]);
    const other = run('{what: sample-at-rest, where: x-o1, from: day 1 00:00, for: 2d}', batch);
    expect(changes(other, [7, 17])).toBeGreaterThan(3);
    expect(changes(other, [19, 29])).toBe(0);
  });
});
