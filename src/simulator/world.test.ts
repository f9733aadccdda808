import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, parseTime } from '../model/beijing.ts';
import type { Mark } from '../model/mark.ts';
import type { Report } from './cems/report.ts';
import { parseScenario } from './script/scenario.ts';
import { World } from './world.ts';

const START = parseTime('2026-03-01');
const at = (text: string) => parseTime(`2026-03-0${text}`);

interface Run {
  reports: Report[];
  marks: Mark[];
  world: World;
}

/** One site, from 1 March: one furnace with `more` to say of it, or with two furnaces and a pair of meters. */
const single = (days: number, events: string, more = '') =>
  play(days, `      - {id: x-f1, furnace: 1, mn: "88888880000001"${more}}\n`, events);

const run = (days: number, events = '') =>
  play(
    days,
    `      - {id: x-f1, furnace: 1, mn: "88888880000001"}
      - {id: x-f2, furnace: 2, mn: "88888880000002", edition: 2025}
    meters:
      - {id: x-p1, role: production, serves: [x-f1], mn: "88888880000003"}
      - {id: x-p2, role: treatment, serves: [x-f1], mn: "88888880000004"}\n`,
    events,
  );

function play(days: number, outlets: string, events: string): Run {
  const world = new World(
    parseScenario(
      `days: ${days}
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces:
${outlets}${events === '' ? '' : `events:\n${events}`}`,
      's.yaml',
    ),
  );
  const reports: Report[] = [];
  const marks: Mark[] = [];
  while (world.at < START + days * 24 * HOUR_MS) {
    const tick = world.step();
    reports.push(...tick.reports);
    marks.push(...tick.marks);
  }
  return { reports, marks, world };
}

const calm = run(2);
const of = (reports: Report[], outlet: string, grain = 'minute') =>
  reports.filter((report) => report.outlet === outlet && report.grain === grain);
const value = (report: Report | undefined, factor: string, stat = 'avg') => {
  const text = report?.cells.find((cell) => cell.factor === factor)?.values.find(([s]) => s === stat)?.[1];
  return text === undefined ? Number.NaN : +text;
};
const flag = (report: Report, factor: string) => report.cells.find((cell) => cell.factor === factor)?.flag;

describe('a calm world', () => {
  test('is a function of scenario and seed', () => {
    expect(run(2).reports).toEqual(calm.reports);
  });

  test('reports every period once, when it is over', () => {
    expect(of(calm.reports, 'x-f1')).toHaveLength(2880);
    expect(of(calm.reports, 'x-f1', 'live')).toHaveLength(5760);
    expect(of(calm.reports, 'x-f1', 'hour')).toHaveLength(48);
    expect(of(calm.reports, 'x-f1', 'day')).toHaveLength(2);
    expect(of(calm.reports, 'x-f1', 'five')).toHaveLength(0);
    expect(of(calm.reports, 'x-f2', 'five')).toHaveLength(576);
    for (const report of of(calm.reports, 'x-f1', 'hour')) expect(report.due - report.at).toBe(HOUR_MS);
  });

  test('calibrates the gas analysers for twelve minutes a day and nothing else, and stays valid by the hour', () => {
    for (const [factor, minutes] of [
      ['a21026', 12],
      ['a19001', 12],
      ['a34013', 0],
      ['i33311', 0],
    ] as const) {
      const marked = of(calm.reports, 'x-f1').filter((report) => flag(report, factor) === 'C' && report.at < at('2'));
      expect(marked, factor).toHaveLength(minutes);
    }
    for (const hour of of(calm.reports, 'x-f1', 'hour')) for (const cell of hour.cells) expect(cell.flag).toBe('N');
  });

  test('min ≤ avg ≤ max, hours are means of their minutes, converted values follow from oxygen', () => {
    const minutes = of(calm.reports, 'x-f1').slice(0, 60);
    for (const m of minutes) {
      expect(value(m, 'a21002', 'min')).toBeLessThanOrEqual(value(m, 'a21002'));
      expect(value(m, 'a21002')).toBeLessThanOrEqual(value(m, 'a21002', 'max'));
      if (flag(m, 'a19001') !== 'N') continue;
      const converted = (value(m, 'a21002') * 10) / (21 - value(m, 'a19001'));
      expect(Math.abs(converted - value(m, 'a21002', 'zsavg'))).toBeLessThan(0.02);
    }
    const normal = minutes.filter((m) => flag(m, 'a21002') === 'N');
    const mean = normal.reduce((sum, m) => sum + value(m, 'a21002'), 0) / normal.length;
    expect(value(of(calm.reports, 'x-f1', 'hour')[0], 'a21002')).toBeCloseTo(mean, 1);
  });

  test('a01901 is the mean of the medians of its sections', () => {
    const live = of(calm.reports, 'x-f1', 'live')[100];
    const median = (codes: string[]) => codes.map((code) => value(live, code, 'rtd')).sort((a, b) => a - b)[1]!;
    const mean = (median(['i33311', 'i33312', 'i33313']) + median(['i33321', 'i33322', 'i33323'])) / 2;
    expect(value(live, 'a01901', 'rtd')).toBeCloseTo(mean, 0);
  });

  test('the counter of a meter rises by its power', () => {
    const [first, second] = of(calm.reports, 'x-p1', 'hour');
    const rise = value(second, 'i33201') - value(first, 'i33201');
    expect(rise).toBeCloseTo(value(second, 'kw'), 0);
  });

  test('breaks no rule, and its truth says so', () => {
    expect(calm.world.truth()).toEqual([]);
    expect(calm.marks).toEqual([]);
  });
});

/** Misbehaviour of every kind on furnace 1, two hours each on the second day, in one run. */
const MODES = [
  { what: 'constant', hour: 0, params: 'factors: [a21002]', mode: 'F16' },
  { what: 'scale', hour: 3, params: 'factors: [a21002, a21026], by: 0.6', mode: 'F10' },
  { what: 'cap', hour: 6, params: 'factors: [a21002], level: 50', mode: 'F21' },
  { what: 'replay', hour: 10, params: 'days: 1', mode: 'F27' },
  { what: 'copy', hour: 13, params: 'of: x-f2', mode: 'F28' },
  { what: 'gap-at-peak', hour: 16, params: 'factor: a21002, above: 50', mode: 'F24' },
  { what: 'maintenance-abuse', hour: 19, params: 'factors: [a21002], watch: a21002, above: 50', mode: 'F35' },
].map((m) => ({ ...m, start: at('2') + m.hour * HOUR_MS, end: at('2') + (m.hour + 2) * HOUR_MS }));

describe('misbehaviour changes the data within its span and nowhere else, and the truth names that span', () => {
  const spoilt = run(
    2,
    MODES.map(
      (m) =>
        `  - {what: ${m.what}, where: x-f1, from: day 2 ${String(m.hour).padStart(2, '0')}:00, for: 2h, ${m.params}}`,
    )
      .concat('  - {what: edit-hours, where: x-f2, from: day 2 02:00, to: day 2 04:00, factors: [a21002], by: 0.5}')
      .concat('  - {what: treatment-off, where: x-f1, from: day 1 02:00, to: day 1 03:00, hidden: true}')
      .join('\n'),
  );
  const minutes = new Map(of(spoilt.reports, 'x-f1').map((report) => [report.at, report]));
  const changed = of(calm.reports, 'x-f1')
    .filter((report) => JSON.stringify(report.cells) !== JSON.stringify(minutes.get(report.at)?.cells))
    .map((report) => report.at);
  const within = (m: { start: number; end: number }) =>
    [...minutes.values()].filter((report) => report.at >= m.start && report.at < m.end);

  test.each(MODES)('$what', ({ start, end, mode }) => {
    expect(changed.filter((t) => t >= start && t < end).length).toBeGreaterThan(20);
    const truth = spoilt.world.truth().filter((t) => t.mode === mode);
    expect(truth.length).toBeGreaterThan(0);
    for (const t of truth) expect(t).toMatchObject({ kind: 'falsification', outlet: 'x-f1', site: 'x', start, end });
  });

  test('nothing else changed', () => {
    expect(changed.filter((t) => !MODES.some((m) => t >= m.start && t < m.end))).toEqual([]);
    expect(of(spoilt.reports, 'x-f2')).toEqual(of(calm.reports, 'x-f2'));
  });

  test('constant holds the value of its first minute', () => {
    expect(new Set(within(MODES[0]!).map((r) => value(r, 'a21002'))).size).toBe(1);
  });

  test('cap leaves nothing above its level', () => {
    expect(Math.max(...within(MODES[2]!).map((r) => value(r, 'a21002', 'max')))).toBeLessThanOrEqual(50);
  });

  test('replay repeats the day before in every factor', () => {
    for (const now of within(MODES[3]!)) {
      const earlier = minutes.get(now.at - 24 * HOUR_MS)!;
      expect(value(now, 'a21002')).toBe(value(earlier, 'a21002'));
      expect(value(now, 'a01012')).toBe(value(earlier, 'a01012'));
    }
  });

  test('copy sends what the other furnace measured', () => {
    const other = new Map(of(spoilt.reports, 'x-f2').map((report) => [report.at, report]));
    for (const now of within(MODES[4]!)) expect(value(now, 'a01014')).toBe(value(other.get(now.at), 'a01014'));
  });

  test('edit-hours leaves the minutes alone', () => {
    const [was, is] = [calm, spoilt].map(({ reports }) => value(of(reports, 'x-f2', 'hour')[26], 'a21002'));
    expect(is).toBeCloseTo(was! / 2, 1);
  });

  test('a treatment that only looks off is seen by its meter alone', () => {
    const kw = (r: Run) => of(r.reports, 'x-p2').map((report) => value(report, 'kw'));
    const [was, is] = [kw(calm), kw(spoilt)];
    const off = is.flatMap((v, i) => (v === was[i] ? [] : [i]));
    expect([off[0], off.at(-1), off.length]).toEqual([120, 179, 60]);
    expect(Math.max(...off.map((i) => is[i]!))).toBeLessThan(5);
    expect(
      spoilt.world
        .truth()
        .filter((t) => t.start === at('1 02:00'))
        .map((t) => t.mode),
    ).toEqual(['PWR-01', 'F38']);
  });
});

describe('what breaks a rule as reported stands in the truth', () => {
  const modes = (r: Run) =>
    r.world
      .truth()
      .filter((t) => t.mode.startsWith('WTE'))
      .map((t) => [t.mode, t.factor, t.start]);

  test('CO over the day mean', () => {
    expect(
      modes(single(1, '  - {what: poor-burnout, where: x-f1, from: day 1 02:00, to: day 1 23:00, adds: 160}')),
    ).toEqual([['WTE-01', 'a21005', START]]);
  });

  test('six slots below 850 ℃ break WTE-04, a short dip does not', () => {
    const cold = (to: string) =>
      modes(single(1, `  - {what: cold-furnace, where: x-f1, from: day 1 10:00, to: day 1 ${to}, by: 320}`));
    expect(cold('10:50')).toEqual([['WTE-04', 'a01901', START]]);
    expect(cold('10:20')).toEqual([]);
  });

  test('a monitor that is off for more than four hours, but not for three', () => {
    const off = (to: string) =>
      modes(single(1, `  - {what: monitor-off, where: x-f1, from: day 1 06:00, to: day 1 ${to}}`));
    expect(off('11:00')).toEqual([['WTE-05', undefined, START]]);
    expect(off('09:00')).toEqual([]);
  });

  test('an outage whose memory is lost, but not one that is backfilled', () => {
    const cut = (lost: boolean) =>
      modes(single(1, `  - {what: outage, where: x-f1, from: day 1 06:00, for: 5h, lost: ${lost}}`));
    expect(cut(true)).toEqual([['WTE-05', undefined, START]]);
    expect(cut(false)).toEqual([]);
  });

  test('a false mark hides the exceedance, and is told', () => {
    const events = `
  - {what: poor-burnout, where: x-f1, from: day 1 10:00, to: day 1 14:00, adds: 700}
  - {what: mark, where: x-f1, mark: 故障, from: day 1 10:00, to: day 1 14:00, entered: day 1 23:00, truthful: false}`;
    const hidden = single(1, events);
    expect(hidden.marks).toMatchObject([
      { outlet: 'x-f1', kind: 'fault', start: at('1 10:00'), end: at('1 14:00'), createdAt: at('1 23:00') },
    ]);
    expect(hidden.world.truth().map((t) => t.mode)).toEqual(['poor-burnout', 'WTE-07', 'F32']);
    expect(value(of(hidden.reports, 'x-f1', 'day')[0], 'a21005', 'zsavg')).toBeGreaterThan(80);
  });
});

test('stop and start: the operator marks every state truthfully and nothing is broken', () => {
  const { marks, world, reports } = single(
    4,
    `
  - {what: shut-down, where: x-f1, from: day 1 06:00}
  - {what: start-up, where: x-f1, from: day 2 11:00, heating: 13.25}`,
  );
  expect(marks.map((mark) => mark.kind)).toEqual([
    'shut-down',
    'cooling',
    'out-of-service',
    'out-of-service',
    'heating-up',
    'heating-up',
    'start-up',
  ]);
  for (const [i, mark] of marks.entries()) {
    expect(mark.createdAt).toBe(mark.end + 10 * MINUTE_MS);
    if (i > 0) expect(mark.start).toBe(marks[i - 1]!.end);
  }
  expect(world.truth().map((t) => t.kind)).toEqual(['benign', 'benign']);
  // Without the mark the start-up would have put the day over 80 mg/m³ of CO.
  expect(value(of(reports, 'x-f1', 'day')[2], 'a21005', 'zsavg')).toBeGreaterThan(80);
  const stopped = of(reports, 'x-f1').find((report) => report.at === at('2 05:00'))!;
  expect(flag(stopped, 'a21026')).toBe('F');
});

test('late marks are entered two days later, an operator who never marks enters none', () => {
  const stop = '  - {what: shut-down, where: x-f1, from: day 1 00:05}';
  expect(single(1, stop, ', marks: late').marks).toEqual([]);
  const late = single(3, stop, ', marks: late').marks;
  expect(late[0]!.createdAt - late[0]!.end).toBe(48 * HOUR_MS + 10 * MINUTE_MS);
  expect(single(3, stop, ', marks: never').marks).toEqual([]);
});
