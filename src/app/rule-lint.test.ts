import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, problemText } from '../config/strict-yaml.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { HOUR_RULE, ownRules } from '../testing/own-rules.ts';
import { readRuleFolder } from './rule-folder.ts';
import { lintFolder } from './rule-lint.ts';

const TODAY = dayOf(parseTime('2026-09-01'));

const TEST = 'rule: own-hour\ncases: [{ name: n, series: { a21005: "150x4 10" }, expect: [{}] }]\n';

/** `line check level` of what is found. */
async function found(files: Record<string, string>, catalogue?: string): Promise<string[]> {
  const { folder } = ownRules({ 'own/hour.yaml': HOUR_RULE, 'own/hour.test.yaml': TEST, ...files });
  const sites = catalogue === undefined ? [] : [{ name: 'catalogue.yaml', text: catalogue }];
  const { findings } = await lintFolder(readRuleFolder(folder), sites, TODAY);
  return findings.map(({ file, line, check, level }) => `${path.basename(file)}:${line} ${level} ${check}`);
}

async function refused(files: Record<string, string>): Promise<string[]> {
  const { folder } = ownRules({ 'own/hour.yaml': HOUR_RULE, 'own/hour.test.yaml': TEST, ...files });
  try {
    await lintFolder(readRuleFolder(folder), [], TODAY);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((p) => problemText({ ...p, file: path.basename(p.file) }, 'en'));
  }
  return [];
}

const rule = (change: (text: string) => string) => ({ 'own/hour.yaml': change(HOUR_RULE) });
const swap = (from: string, to: string) => rule((text) => text.replace(from, to));

const catalogue = (outlet: string) => `sites:
  - id: s
    name: 厂
    industry: waste-incineration
    outlets:
      - id: f1
        medium: flue-gas
        standard: gb18485-2014
${outlet}`;

describe('lint', () => {
  it('the rules that ship are clean', async () => {
    const { findings } = await lintFolder(readRuleFolder(), [], TODAY);
    expect(findings.map((f) => `${f.file}:${f.line} ${f.check} ${f.says.en}`)).toEqual([]);
  });

  it('says nothing about a rule that has a test and means what it says', async () => {
    expect(await found({})).toEqual([]);
  });

  it.each([
    [
      'an industry that nobody knows',
      swap('[waste-incineration]', '[waste-incinaration]'),
      ['hour.yaml:6 warning unknown-industry'],
    ],
    [
      'a factor of no table',
      swap('a21026', 'a21126'),
      ['hour.yaml:8 warning unknown-factor', 'hour.yaml:8 warning no-limit'],
    ],
    [
      'a factor of water in flue gas',
      swap('a21026', 'w21003'),
      ['hour.yaml:8 warning factor-elsewhere', 'hour.yaml:8 warning no-limit'],
    ],
    ['a factor without any hour limit', swap('a21026', 'a21001'), ['hour.yaml:8 warning no-limit']],
    [
      'a ladder that goes down',
      swap('[{ count: 3, level: L2 }]', '[{ count: 3, level: L2 }, { count: 3, level: L3 }]'),
      ['hour.yaml:13 error ladder-order'],
    ],
    [
      'a level on two rungs',
      swap('[{ count: 3, level: L2 }]', '[{ count: 3, level: L2 }, { count: 4, level: L2 }]'),
      ['hour.yaml:13 error ladder-level'],
    ],
    [
      'only repealed clauses',
      swap('[esupervision-2019-64]', '[air-law-99-2]'),
      ['hour.yaml:15 error basis-not-in-force'],
    ],
    [
      'a repealed clause without its successor',
      swap('[esupervision-2019-64]', '[esupervision-2019-64, air-law-99-2]'),
      ['hour.yaml:15 warning basis-expired'],
    ],
    ['a repealed clause beside its successor', swap('[esupervision-2019-64]', '[air-law-99-2, code-pending]'), []],
    [
      'what only informs covers nothing',
      swap('severity: warning', 'severity: info\ncovers: [WTE-01]'),
      ['hour.yaml:6 error covers-nothing'],
    ],
    [
      'the same said twice, for a common factor',
      {
        'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more').replace('a21026', 'a21024'),
        'own/more.test.yaml': TEST.replace('own-hour', 'own-more'),
      },
      ['more.yaml:3 error overlap'],
    ],
    [
      'the same detector for other factors',
      {
        'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more').replace('[a21005, a21026]', '[a21024]'),
        'own/more.test.yaml': TEST.replace('own-hour', 'own-more'),
      },
      [],
    ],
    [
      'the same for another region',
      {
        'own/hour.yaml': HOUR_RULE.replace('[flue-gas] }', '[flue-gas], region: ["33"] }'),
        'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more').replace(
          '[flue-gas] }',
          '[flue-gas], region: ["44"] }',
        ),
        'own/more.test.yaml': TEST.replace('own-hour', 'own-more'),
      },
      [],
    ],
    [
      'a region within the other is no other region',
      {
        'own/hour.yaml': HOUR_RULE.replace('[flue-gas] }', '[flue-gas], region: ["33"] }'),
        'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more').replace(
          '[flue-gas] }',
          '[flue-gas], region: ["3301"] }',
        ),
        'own/more.test.yaml': TEST.replace('own-hour', 'own-more'),
      },
      ['more.yaml:3 error overlap'],
    ],
    [
      'a factor in the scope that is not judged',
      swap('[flue-gas] }', '[flue-gas], factor: [a21005, a21024] }'),
      ['hour.yaml:6 warning factor-not-judged'],
    ],
    [
      'a rule without a test',
      {
        'own/hour.test.yaml': TEST.replace('own-hour', 'own-more'),
        'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more').replace('[a21005, a21026]', '[a21024]'),
      },
      ['hour.yaml:1 warning no-test'],
    ],
    [
      'counts that names no rule, and a group of no policy',
      {
        'own/days.yaml':
          'id: days\ntitle: { zh: 天, en: Days }\ndetector: legal/exceedance-days\nkind: exceedance\nseverity: serious\nwith: { counts: own-hours, days: 5 }\nsettle: 36h\nsays: { zh: "{value}", en: "{value}" }\n',
        'own/days.test.yaml': TEST.replace('own-hour', 'days'),
        'own/cap.yaml':
          'id: cap\ntitle: { zh: 天, en: Days }\ndetector: legal/mark-over-cap\nkind: duty\nseverity: serious\nscope: { industry: [waste-incineration] }\nwith: { group: cems }\nsettle: 36h\nsays: { zh: "{value}", en: "{value}" }\n',
        'own/cap.test.yaml': TEST.replace('own-hour', 'cap'),
      },
      ['cap.yaml:7 error unknown-mark-group', 'days.yaml:6 error unknown-rule'],
    ],
    [
      'limits in another unit, of nothing, twice, and an hour below the day',
      {
        'standards/x.yaml': `id: x
title: X
limits:
  - { factor: a21026, basis: day, value: 0.08, unit: g/m3 }
  - { factor: a21005, basis: day, value: 0, unit: mg/m3 }
  - { factor: a21024, basis: day, value: 60, unit: mg/m3 }
  - { factor: a21024, basis: day, value: 50, unit: mg/m3 }
  - { factor: a21024, basis: hour, value: 50, unit: mg/m3 }
  - { factor: a21002, basis: day, value: 50, unit: mg/L, from: 2026-01-02, to: 2026-01-01 }
`,
      },
      [
        'x.yaml:4 error limit-unit',
        'x.yaml:5 error limit-value',
        'x.yaml:7 error limit-twice',
        'x.yaml:8 warning hour-below-day',
        'x.yaml:9 error limit-unit',
        'x.yaml:9 error limit-dates',
      ],
    ],
    [
      'a policy that can never bite',
      {
        'marks/x.yaml': `id: x
industries: [waste-incineration, cement]
groups:
  - { id: a, name: A, kinds: [启炉, CEMS维护], capHours: 9000, per: year, exempts: true, conditional: true }
  - { id: b, name: B, kinds: [启炉], capHours: 3 }
`,
      },
      [
        'x.yaml:2 error policy-twice',
        'x.yaml:4 error mark-layers',
        'x.yaml:4 error cap-never-reached',
        'x.yaml:4 error condition-missing',
        'x.yaml:5 error mark-twice',
        'x.yaml:5 error cap-period',
      ],
    ],
  ] as [string, Record<string, string>, string[]][])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected);
  });

  it('with a catalogue: a tag and a region that no site has', async () => {
    const scoped = swap('[flue-gas] }', '[flue-gas], region: ["3301", "44"], tags: [pilot, pilots] }');
    const tagged = catalogue('        tags: [pilot]\n').replace(
      '    name: 厂\n',
      '    name: 厂\n    region: "330110"\n',
    );
    expect(await found(scoped, tagged)).toEqual([
      'hour.yaml:6 warning unknown-region',
      'hour.yaml:6 warning unknown-tag',
    ]);
  });

  it('with a catalogue: no outlet, no limit, a limit that the instrument cannot show', async () => {
    const cement = catalogue('')
      .replace('waste-incineration', 'cement')
      .replace('        standard: gb18485-2014\n', '');
    expect(await found({}, cement)).toEqual(['hour.yaml:6 note no-outlet', 'catalogue.yaml:6 warning no-rule']);
    const bare = catalogue('        channels: {a21005: {}}\n').replace('        standard: gb18485-2014\n', '');
    expect(await found({}, bare)).toEqual(['hour.yaml:8 warning no-limit']);
    const small = catalogue(`        limits: [{factor: a21026, basis: hour, value: 50, unit: mg/m3}]
        channels: {a21005: {range: [0, 90]}, a21026: {detectionLimit: 60, range: [0, 500]}}
`);
    expect(await found({}, small)).toEqual([
      'catalogue.yaml:9 error limit-below-detection',
      'catalogue.yaml:10 error limit-out-of-range',
    ]);
  });
});

describe('invalid files', () => {
  it('are all told at once, with line, column and the nearest valid name', async () => {
    const problems = await refused({
      ...rule((text) => text.replace('minHours: 20', 'minHours: 25').replace('detector: legal', 'detectr: legal')),
      'own/more.yaml': HOUR_RULE.replace('own-hour', 'own-more')
        .replace('legal/hour-over', 'legal/hour-ovr')
        .replace('[esupervision-2019-64]', '[esupervision-2019-46]')
        .replace('{value}', '{valeu}'),
      'own/third.yaml': HOUR_RULE.replace('own-hour', 'third').replace('minHours: 20', 'minHours: 25'),
      'own/hour.test.yaml': TEST.replace('150x4', '150y4').replace(
        'expect: [{}]',
        'marks: [{mark: 停炉降, from: "00:00", to: "01:00"}], expect: [{}]',
      ),
      'marks/x.yaml': 'id: x\ngroups: [{ id: a, name: A, kinds: [启卢] }]\n',
      'standards/x.yaml': 'id: x\ntitle: X\nlimits: [{ factor: a21026, basis: daily, value: 80, unit: mg/m3 }]\n',
    });
    const told = problems.join('\n');
    expect(told).toMatch(/hour\.yaml:3:1 detectr: no such key "detectr"; did you mean "detector"\?/);
    expect(told).toMatch(
      /more\.yaml:3:1 detector: no such detector "legal\/hour-ovr"; did you mean "legal\/hour-over"\?/,
    );
    expect(told).toMatch(/more\.yaml:15:9 basis\[0\]: .*did you mean "esupervision-2019-64"\?/);
    expect(told).toMatch(/more\.yaml:17:3 says\.zh: no such placeholder "valeu"; did you mean "value"\?/);
    expect(told).toMatch(/third\.yaml:10:\d+ with\.minHours: 25 is out of range: must be ≤ 24\. Meaning: /);
    expect(told).toMatch(
      /hour\.test\.yaml:2:\d+ cases\[0\]\.marks\[0\]\.mark: no such mark "停炉降"; did you mean "停炉(降温)?"\?/,
    );
    expect(told).toMatch(/x\.yaml:2:\d+ groups\[0\]\.kinds\[0\]: no such mark "启卢"; did you mean "启炉"\?/);
    expect(told).toMatch(/x\.yaml:3:\d+ limits\[0\]\.basis: no such value "daily"/);
  });
});
