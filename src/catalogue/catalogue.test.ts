import { describe, expect, it } from 'vitest';
import { ConfigError, problemText } from '../config/strict-yaml.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { camerasOf } from '../model/camera.ts';
import { loadCatalogue, loadStandards } from './load.ts';

const standards = loadStandards([
  {
    name: 'gb18485-2014.yaml',
    text: 'id: gb18485-2014\ntitle: GB 18485\no2Reference: 11\nlimits:\n  - {factor: a21005, basis: day, value: 80, unit: mg/m3}\n',
  },
]);

const load = (text: string) => loadCatalogue([{ name: 'c.yaml', text }], standards);

function problems(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((p) => problemText(p, 'en'));
    throw error;
  }
  return [];
}

const outlet = (more: string) => `sites:
  - id: s
    name: {zh: 厂, en: Plant}
    industry: waste-incineration
    outlets:
      - id: f1
        medium: flue-gas
${more}`;

const day = (text: string) => dayOf(parseTime(text));

describe('the catalogue', () => {
  it('says which limit binds and why: the latest of a source, the strictest of all sources (contract, Limits)', () => {
    const catalogue = load(
      outlet(`        standard: gb18485-2014
        limits:
          - {factor: a21005, basis: day, value: 70, unit: mg/m3, source: permit, from: 2020-01-01}
          - {factor: a21005, basis: day, value: 90, unit: mg/m3, source: permit, from: 2026-01-01}
          - {factor: a21005, basis: day, value: 50, unit: mg/m3, source: local, from: 2026-03-01, to: 2026-04-01}
`),
    );
    const bound = (date: string) => {
      const found = catalogue.limit(catalogue.outlets.get('f1')!, 'a21005', 'day', day(date))!;
      return [found.limit.value, found.limit.source];
    };
    expect(bound('2019-12-31')).toEqual([80, 'gb18485-2014']);
    expect(bound('2020-01-01')).toEqual([70, 'permit']);
    expect(bound('2026-01-01')).toEqual([80, 'gb18485-2014']);
    expect(bound('2026-03-01')).toEqual([50, 'local']);
    expect(bound('2026-03-31')).toEqual([50, 'local']);
    expect(bound('2026-04-01')).toEqual([80, 'gb18485-2014']);
    expect(catalogue.limit(catalogue.outlets.get('f1')!, 'a21005', 'day', day('2026-03-01'))!.why.en).toContain(
      'the strictest',
    );
    expect(catalogue.limit(catalogue.outlets.get('f1')!, 'a21005', 'hour', day('2026-03-01'))).toBeUndefined();
  });

  it.each([
    [
      '        medum: x\n',
      /^c\.yaml:8:9 sites\[0\]\.outlets\[0\]\.medum: no such key "medum"; did you mean "medium"\?/,
    ],
    [
      '        standard: gb18845-2014\n',
      /^c\.yaml:8:9 .*no such standard "gb18845-2014"; did you mean "gb18485-2014"\?/,
    ],
    ['        meter: {role: production, serves: [f2]}\n', /no such outlet "f2"; did you mean "f1"\?/],
    ['        o2Reference: eleven\n', /expected a number, found text/],
    ['        channels: {a21005: {unit: kPa}}\n', /channels\.a21005\.unit: unit "kPa" cannot be turned into mg\/m3/],
    [
      '        limits: [{factor: a21O05, basis: day, value: 1, unit: mg/m3}]\n',
      /no such factor "a21O05"; did you mean "a21005"\?/,
    ],
    // 80 mg/m3 = 80 000 ug/m3; judged in mg/m3, the figure as written would never be reached
    [
      '        limits: [{factor: a21005, basis: day, value: 80000, unit: ug/m3}]\n',
      /limits\[0\]\.unit: unit ug\/m3 of the limit is not mg\/m3, the unit of a21005; write 80 mg\/m3/,
    ],
    [
      '        limits: [{factor: a21005, basis: day, value: 80, unit: mg/L}]\n',
      /unit mg\/L of the limit is not mg\/m3/,
    ],
    ['        commissioned: 2026-02-30\n', /"2026-02-30" is not a date/],
    ['        devices: [{mn: "1"}, {mn: "1"}]\n', /mn "1" is given twice/],
    [
      '        limits: [{factor: a21005, basis: daily, value: 1, unit: mg/m3}]\n',
      /no such value "daily"; did you mean "day"\?/,
    ],
    ['        medium: power\n', /YAML syntax error: Map keys must be unique/],
    ['       indented: wrongly\n', /YAML syntax error/],
  ])('refuses %j with file, line and the nearest valid name', (line, expected) => {
    expect(problems(outlet(line)).join('\n')).toMatch(expected);
  });

  it('tells every problem at once', () => {
    expect(problems(outlet('        medum: x\n        standart: y\n'))).toHaveLength(2);
  });
});

describe('cameras', () => {
  const site = (cameras: string) => `sites:
  - id: s
    name: {zh: 厂, en: Plant}
    industry: waste-incineration
    cameras: [${cameras}]
    outlets: [{id: furnace-1, medium: flue-gas}, {id: furnace-2, medium: flue-gas}]
`;

  it('belong to a site and serve its outlets', () => {
    const [plant] = load(
      site('{id: c1, channel: "34020000001320000001", view: furnace, serves: [furnace-1]}, {id: c2, channel: "2"}'),
    ).sites;
    const seenBy = (outlet: string | null) => camerasOf(plant!.cameras!, outlet).map(({ id }) => id);
    expect(seenBy('furnace-1')).toEqual(['c1', 'c2']);
    expect(seenBy('furnace-2')).toEqual(['c2']);
    expect(seenBy(null)).toEqual(['c1', 'c2']);
    expect(plant!.cameras![1]).toMatchObject({ name: { zh: 'c2', en: 'c2' }, view: 'other' });
  });

  it.each([
    ['{id: c1, channel: "1", serves: [furnace-3]}', 'no such outlet of this site "furnace-3"; did you mean "furnace-'],
    ['{id: c1, channel: "1"}, {id: c1, channel: "2"}', 'camera "c1" is given twice'],
    ['{id: c1, channel: "1", veiw: gate}', 'did you mean "view"'],
    ['{id: c1, channel: "1", view: gates}', 'did you mean "gate"'],
    ['{id: c1}', 'cameras[0].channel: missing'],
  ])('%s says what is wrong', (cameras, says) => {
    expect(problems(site(cameras)).join()).toContain(says);
  });
});

it.each([
  ['waste-incinerator', 'waste-incineration'],
  ['wasteincineration', 'waste-incineration'],
  ['Waste_Incineration', 'waste-incineration'],
  ['thermal-pwoer', 'thermal-power'],
  ['cemnet', 'cement'],
  ['others', 'other'],
])('industry "%s" is a slip for "%s": with it no rule would apply', (written, meant) => {
  const [problem, ...more] = problems(outlet('').replace('waste-incineration', written));
  expect(problem).toMatch(`c.yaml:4:`);
  expect(problem).toContain(`did you mean "${meant}"?`);
  expect(more).toEqual([]);
});

it.each([
  'waste-incineration',
  'other',
  'coking',
  'power',
  'glass',
  'petrochemical',
  'landfill',
  '陶瓷',
])('industry "%s" is taken: people may have words of their own', (written) => {
  expect(problems(outlet('').replace('waste-incineration', written))).toEqual([]);
});
