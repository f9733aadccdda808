import { expect, test } from 'vitest';
import { framesOf } from '../logger/frames.ts';
import { parseScenario } from '../script/scenario.ts';
import { World } from '../world.ts';
import type { Report } from './report.ts';

function told(events: string): Report[] {
  const world = new World(
    parseScenario(
      `days: 2
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces: [{id: x-f1, furnace: 1, mn: "88888880000001", settings: true}]
events: [${events}]
`,
      's.yaml',
    ),
    { live: false },
  );
  return Array.from({ length: 2880 }, () => world.step().reports.filter(({ settings }) => settings)).flat();
}
const values = (reports: readonly Report[], channel: string) =>
  reports.flatMap(({ cells }) =>
    cells.filter(({ factor }) => factor === channel).map((cell) => Number(cell.values[0]![1])),
  );

test('everything is told each day, and what changed: an honest slope by less than a tenth', () => {
  const calm = told('');
  expect(values(calm, 'a21026-i13001')).toEqual([1000, 1000]);
  const slopes = values(calm, 'a21026-i13008');
  expect(slopes.length).toBeGreaterThanOrEqual(3);
  slopes.slice(1).forEach((slope, i) => {
    expect(slope / slopes[i]!).toBeGreaterThan(0.95);
    expect(slope / slopes[i]!).toBeLessThan(1.05);
  });
  // calibration at 09:00 and four blow-backs a day
  expect(new Set(values(calm, 'a21026-i12001'))).toEqual(new Set([0, 3, 5]));
});

test('a slope that is changed is told in the minute, as device information of its instrument', () => {
  const reports = told('{what: scale, where: x-f1, from: day 1 12:00, for: 3h, factors: [a21002], by: 0.7}');
  const slopes = values(reports, 'a21002-i13008');
  const low = slopes.findIndex((slope, i) => i > 0 && slope < 0.8 * slopes[i - 1]!);
  expect(slopes[low]! / slopes[low - 1]!).toBeCloseTo(0.7, 3);
  const report = reports.find(({ cells }) =>
    cells.some(({ factor, values }) => factor === 'a21002-i13008' && +values[0]![1] === slopes[low]),
  )!;
  const [frame] = framesOf({ mn: '88888880000001', edition: 2017, medium: 'flue-gas' }, report, false, report.due);
  expect(Buffer.from(frame!.bytes).toString()).toContain(`CN=3020;PW=123456;MN=88888880000001;`);
  expect(Buffer.from(frame!.bytes).toString()).toContain(`PolId=a21002,i13008-Info=${slopes[low]!.toFixed(4)}`);
});
