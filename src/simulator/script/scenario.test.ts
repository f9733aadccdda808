import { expect, test } from 'vitest';
import { parseTime } from '../../model/beijing.ts';
import { parseScenario } from './scenario.ts';
import { lengthOf, spanOf, whenOf } from './when.ts';

const SITE = `
days: 2
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces:
      - {id: x-f1, furnace: 1, mn: "88888880000001"}
    meters:
      - {id: x-p1, role: production, serves: [x-f1], mn: "88888880000002"}
`;

test('a small scenario with defaults', () => {
  const scenario = parseScenario(SITE, 's.yaml');
  expect(scenario).toMatchObject({ seed: 1, start: '2026-03-01', days: 2, events: [] });
  expect(scenario.sites[0]!.furnaces[0]).toMatchObject({ edition: 2017, begins: 'running', marks: 'truthful' });
});

const faults = (events: string) => {
  try {
    parseScenario(`${SITE}events:\n${events}`, 's.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

test.each([
  [
    'an unknown event',
    '  - {what: poor-burnot, where: x-f1, from: day 1, adds: 3}',
    /^s\.yaml:12:.*no such value "poor-burnot"; did you mean "poor-burnout"/,
  ],
  [
    'an unknown key',
    '  - {what: constant, where: x-f1, from: day 1, factors: [a21002], vlaue: 3}',
    /^s\.yaml:12:.*did you mean "value"/,
  ],
  [
    'an outlet that is not there',
    '  - {what: outage, where: x-f2, from: day 1, for: 2h}',
    /^s\.yaml:12:.*did you mean "x-f1"/,
  ],
  [
    'a furnace event at a meter',
    '  - {what: start-up, where: x-p1, from: day 1}',
    /^s\.yaml:12:.*no such furnace|^s\.yaml:12:.*no such outlet/,
  ],
  ['a time that is none', '  - {what: outage, where: x-f1, from: day one}', /^s\.yaml:12:.*no such time/],
  [
    'an end before the beginning',
    '  - {what: outage, where: x-f1, from: day 2, to: day 1}',
    /^s\.yaml:12:.*ends no later/,
  ],
  [
    'a word that is no mark',
    '  - {what: mark, where: x-f1, from: day 1, for: 2h, mark: 故章, entered: day 2}',
    /^s\.yaml:12:.*no such mark/,
  ],
])('%s is an error that names its line', (_, events, message) => {
  expect(faults(events)).toMatch(message);
});

test('times are Beijing time, relative to the first day or civil', () => {
  const start = parseTime('2026-03-01');
  expect(whenOf('day 3 08:30', start)).toBe(parseTime('2026-03-03 08:30'));
  expect(whenOf('2026-03-02 06:00', start)).toBe(Date.parse('2026-03-01T22:00:00Z'));
  expect(lengthOf('90m')).toBe(5_400_000);
  expect(spanOf({ from: 'day 1', for: '2d' }, start)).toEqual({ start, end: parseTime('2026-03-03') });
});
