import { expect, it } from 'vitest';
import { HOUR_MS, minuteText } from '../../../model/beijing.ts';
import { framesOf } from '../../logger/frames.ts';
import { World } from '../../world.ts';
import { parseScenario } from '../scenario.ts';

const scenario = (events: string) =>
  parseScenario(
    `days: 1
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces: [{id: x-f1, furnace: 1, mn: "88888880000001"}]
${events}`,
    's.yaml',
  );

function played(events: string) {
  const world = new World(scenario(events), { live: false });
  const reports = Array.from({ length: 1440 }, () => world.step().reports).flat();
  const of = (grain: string) => reports.filter((report) => report.grain === grain);
  return { world, of };
}

it('a logger whose clock is an hour ahead leaves an hour out and later stamps another one twice, in QN as well', () => {
  const { world, of } = played('events: [{what: set-clock, where: x-f1, from: day 1 07:30, for: 4h, hours: 1}]');
  const times = new Map<number, number>();
  for (const { at } of of('minute')) times.set(at, (times.get(at) ?? 0) + 1);
  const stamped = (n: number) =>
    Array.from({ length: 1440 }, (_, m) => world.start + m * 60_000)
      .filter((at) => (times.get(at) ?? 0) === n)
      .map(minuteText);
  // right until 08:00, ahead until 11:00: nothing says 08:00 to 09:00, and 11:00 to 12:00 comes twice
  expect([stamped(0).at(0), stamped(0).at(-1), stamped(0).length]).toEqual([
    '2026-03-01 08:00',
    '2026-03-01 08:59',
    60,
  ]);
  expect([stamped(2).at(0), stamped(2).at(-1), stamped(2).length]).toEqual([
    '2026-03-01 11:00',
    '2026-03-01 11:59',
    60,
  ]);
  const off = of('minute').find(({ clock }) => clock)!;
  const sender = { mn: '88888880000001', edition: 2017, medium: 'flue-gas' } as const;
  expect(off.due + HOUR_MS - off.at).toBe(60_000);
  expect(framesOf(sender, off, false, off.due)[0]!.qn).toMatch(/^202603010901/);
  expect(of('day')).toEqual([]);
  expect(world.truth()).toContainEqual(expect.objectContaining({ mode: 'F26', kind: 'falsification' }));
});

it('what is measured is what was measured without it', () => {
  const calm = played('');
  const { of } = played('events: [{what: set-clock, where: x-f1, from: day 1 07:00, for: 4h, hours: -2}]');
  const cells = (reports: readonly { cells: unknown }[]) => reports.map((report) => report.cells);
  expect(cells(of('minute'))).toEqual(cells(calm.of('minute')));
  expect(cells(of('hour'))).toEqual(cells(calm.of('hour')));
});
