import { describe, expect, test } from 'vitest';
import { MIDDLE, UPPER } from '../cems/factors.ts';
import type { Report } from '../cems/report.ts';
import { World } from '../world.ts';
import { parseScenario } from './scenario.ts';

/** Two hours each, on two furnaces that behave alike in both runs. */
const EVENTS = `events:
  - {what: dilute, where: x-f1, from: day 1 01:00, for: 2h, share: 0.3}
  - {what: withdraw-probe, where: x-f1, from: day 1 04:00, for: 2h}
  - {what: scrub-sample, where: x-f1, from: day 1 07:00, for: 2h, factors: [a21026], keeps: 0.4}
  - {what: offset, where: x-f1, from: day 1 11:00, for: 2h, factors: [a21002], by: -30}
  - {what: squeeze, where: x-f1, from: day 1 13:00, for: 2h, factors: [a21002], level: 50, keeps: 0.1}
  - {what: inject-signal, where: x-f1, from: day 1 15:00, for: 2h, factors: [a21002]}
  - {what: remap, where: x-f1, from: day 1 17:00, for: 2h, of: i33322, factors: [i33311, i33312]}
  - {what: generate, where: x-f1, from: day 1 19:00, for: 2h, factors: [a21026], between: [30, 40]}
  - {what: constant-oxygen, where: x-f1, from: day 1 21:00, for: 2h, o2: 8}
  - {what: rewrite, where: x-f2, from: day 1 01:00, for: 2h, factors: [a21002], above: 0, by: 0.5, hours: 10}
  - {what: spoil-hours, where: x-f2, from: day 1 03:00, for: 2h, factor: a21002, above: 1}
  - {what: cold-furnace, where: x-f2, from: day 1 05:00, for: 2h, by: 300}
  - {what: pin-temperature, where: x-f2, from: day 1 05:00, for: 1h}
  - {what: coldest-out, where: x-f2, from: day 1 06:00, for: 1h, below: 900}
  - {what: set-by-hand, where: x-f2, from: day 1 11:00, for: 2h, factors: [a21026], watch: a21002, above: 1, value: 33}
  - {what: service, where: x-f2, from: day 1 14:00, for: 1h}
  - {what: set-point, where: x-f2, from: day 1 16:00, for: 7h, nox: 40}
`;

function run(events: string) {
  const world = new World(
    parseScenario(
      `days: 1
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces:
      - {id: x-f1, furnace: 1, mn: "88888880000001"}
      - {id: x-f2, furnace: 2, mn: "88888880000002"}
${events}`,
      's.yaml',
    ),
    { live: false },
  );
  // A minute of which nothing is left is not sent.
  const silent = (at: number): Report => ({ outlet: '', grain: 'minute', at, due: at, cells: [] });
  const day = Array.from({ length: 1440 }, (_, m) => silent(world.start + m * 60_000));
  const minutes: Record<string, Report[]> = { 'x-f1': [...day], 'x-f2': [...day] };
  const again: Report[] = [];
  const marks = [];
  for (let m = 0; m < 1440; m++) {
    const tick = world.step();
    marks.push(...tick.marks);
    for (const report of tick.reports) {
      if (report.grain !== 'minute') continue;
      if (report.at === tick.at) minutes[report.outlet]![m] = report;
      else again.push(report);
    }
  }
  return { minutes, again, marks, truth: world.truth() };
}

const calm = run('');
const spoilt = run(EVENTS);
type Run = typeof calm;

/** Values of some hours, NaN where there is none or it is marked. */
function values(of: Run, outlet: string, factor: string, [from, to]: readonly [number, number], stat = 'avg') {
  return of.minutes[outlet]!.slice(from * 60, to * 60).map((report) => {
    const cell = report.cells.find((one) => one.factor === factor);
    return cell?.flag === 'N' ? Number(cell.values.find(([name]) => name === stat)?.[1]) : Number.NaN;
  });
}
const there = (list: readonly number[]) => list.filter((v) => !Number.isNaN(v));
const mean = (list: readonly number[]) => there(list).reduce((a, b) => a + b, 0) / there(list).length;
const flags = (outlet: string, factor: string, hour: number) =>
  spoilt.minutes[outlet]!.slice(hour * 60, hour * 60 + 60).map((r) => r.cells.find((c) => c.factor === factor)?.flag);
/** Mean in the second run as a share of that in the calm one; analysers need some minutes to follow. */
const share = (outlet: string, factor: string, from: number) =>
  mean(values(spoilt, outlet, factor, [from + 0.5, from + 2])) /
  mean(values(calm, outlet, factor, [from + 0.5, from + 2]));

describe('at the sample line', () => {
  test('nitrogen thins every gas and oxygen by its share, and leaves dust and the duct alone', () => {
    for (const factor of ['a19001', 'a21002', 'a21026']) expect(share('x-f1', factor, 1), factor).toBeCloseTo(0.7, 1);
    for (const factor of ['a34013', 'a00000', 'a01012']) expect(share('x-f1', factor, 1), factor).toBe(1);
  });

  test('a probe in air sees 20.9 % oxygen and no pollutant', () => {
    expect(mean(values(spoilt, 'x-f1', 'a19001', [4.5, 6]))).toBeCloseTo(20.9, 1);
    expect(mean(values(spoilt, 'x-f1', 'a21002', [4.5, 6]))).toBeLessThan(1.5);
    expect(share('x-f1', 'a00000', 4)).toBe(1);
  });

  test('a bottle in the line keeps SO2 back and nothing else', () => {
    expect(share('x-f1', 'a21026', 7)).toBeCloseTo(0.4, 1);
    expect(share('x-f1', 'a21002', 7)).toBe(1);
  });
});

describe('at the analyser and the logger', () => {
  test('an intercept takes the same off every value, down to zero', () => {
    const [was, is] = [values(calm, 'x-f1', 'a21002', [11, 13]), values(spoilt, 'x-f1', 'a21002', [11, 13])];
    was.forEach((v, m) => {
      if (v > 60) expect(is[m]).toBeCloseTo(v - 30, 1);
    });
    expect(Math.min(...there(is))).toBeGreaterThanOrEqual(0);
  });

  test('squeezed values keep a tenth of what lay above the level', () => {
    const [was, is] = [calm, spoilt].map((of) => values(of, 'x-f1', 'a21002', [13, 15], 'min'));
    was!.forEach((v, m) => {
      if (v > 50) expect(is![m]).toBeCloseTo(50 + 0.1 * (v - 50), 1);
      else if (!Number.isNaN(v)) expect(is![m]).toBe(v);
    });
  });

  test('an injected signal moves, and far less from minute to minute than the analyser did', () => {
    const steps = (of: Run) => {
      const list = values(of, 'x-f1', 'a21002', [15, 17]);
      return mean(list.slice(1).map((v, m) => Math.abs(v - list[m]!)));
    };
    expect(steps(spoilt)).toBeGreaterThan(0);
    expect(steps(spoilt)).toBeLessThan(steps(calm) / 3);
  });

  test('thermocouples show the other section', () => {
    const source = values(spoilt, 'x-f1', 'i33322', [17, 19]);
    for (const code of ['i33311', 'i33312']) expect(values(spoilt, 'x-f1', code, [17, 19])).toEqual(source);
  });

  test('invented values stay in their band and move', () => {
    const list = values(spoilt, 'x-f1', 'a21026', [19, 21]);
    expect(Math.min(...list)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...list)).toBeLessThanOrEqual(40);
    expect(new Set(list).size).toBeGreaterThan(100);
  });

  test('conversion with 8 % oxygen: × 10 ÷ 13, whatever is measured', () => {
    const measured = values(spoilt, 'x-f1', 'a21002', [21, 23]);
    values(spoilt, 'x-f1', 'a21002', [21, 23], 'zsavg').forEach((v, m) => {
      if (measured[m]! > 0) expect(v).toBeCloseTo((measured[m]! * 10) / 13, 1);
    });
    expect(values(spoilt, 'x-f1', 'a19001', [21, 23])).toEqual(values(calm, 'x-f1', 'a19001', [21, 23]));
  });

  test('rewritten minutes come a second time ten hours later, half as high', () => {
    expect(values(spoilt, 'x-f2', 'a21002', [1, 3])).toEqual(values(calm, 'x-f2', 'a21002', [1, 3]));
    expect(spoilt.again.length).toBeGreaterThan(100);
    for (const report of spoilt.again) {
      const was = calm.minutes['x-f2']!.find(({ at }) => at === report.at)!;
      const avg = (of: Report) =>
        Number(of.cells.find((c) => c.factor === 'a21002')!.values.find(([s]) => s === 'avg')![1]);
      expect(avg(report)).toBeCloseTo(avg(was) / 2, 1);
      expect(report.due - was.due).toBe(10 * 3_600_000);
    }
  });
});

describe('about validity, marks and heat', () => {
  test('a spoilt hour keeps 38 to 43 minutes', () => {
    for (const hour of [3, 4]) {
      const left = there(values(spoilt, 'x-f2', 'a34013', [hour, hour + 1])).length;
      expect(left).toBeGreaterThanOrEqual(38);
      expect(left).toBeLessThanOrEqual(43);
    }
  });

  test('a pinned chamber never reads below 852 ℃ while it is far colder', () => {
    expect(Math.min(...values(spoilt, 'x-f2', 'a01901', [5.5, 6]))).toBeGreaterThanOrEqual(852);
    expect(Math.max(...values(spoilt, 'x-f2', 'a01901', [6.5, 7]))).toBeLessThan(852);
  });

  test('of each section one thermocouple is declared faulty, the coldest', () => {
    for (const section of [UPPER, MIDDLE]) {
      const out = section.filter((code) => flags('x-f2', code, 6)[45] === 'D');
      expect(out).toHaveLength(1);
    }
  });

  test('values by hand bear the flag S', () => {
    expect(flags('x-f2', 'a21026', 11).filter((flag) => flag === 'S').length).toBeGreaterThan(50);
  });

  test('a service is flagged M on the analysers, and marked afterwards', () => {
    expect(new Set(flags('x-f2', 'a21002', 14))).toEqual(new Set(['M']));
    expect(new Set(flags('x-f2', 'a34013', 14))).toEqual(new Set(['N']));
    expect(spoilt.marks).toMatchObject([{ kind: 'cems-maintenance', outlet: 'x-f2' }]);
  });

  test('another set point moves NOx with the urea', () => {
    expect(
      mean(values(spoilt, 'x-f2', 'a21002', [19, 23])) - mean(values(calm, 'x-f2', 'a21002', [19, 23])),
    ).toBeGreaterThan(15);
    expect(mean(values(spoilt, 'x-f2', 'g40101', [19, 23]))).toBeLessThan(
      mean(values(calm, 'x-f2', 'g40101', [19, 23])),
    );
  });

  test('the truth names what is false and what is benign', () => {
    const of = (kind: string) => new Set(spoilt.truth.filter((t) => t.kind === kind).map(({ mode }) => mode));
    expect(of('falsification')).toEqual(
      new Set(['F03', 'F04', 'F05', 'F10', 'F12', 'F18', 'F20', 'F21', 'F23', 'F25', 'F36', 'F41']),
    );
    expect(of('benign')).toEqual(new Set(['service', 'set-point']));
  });
});
