import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load.ts';
import { ConfigError } from '../config/strict-yaml.ts';
import { parseTime } from '../model/beijing.ts';
import { checkConnections } from './connections.ts';
import { previewNotices, sampleNow } from './notify-preview.ts';
import { loadRuleFolder } from './rule-folder.ts';

const { rulebook, standards } = await loadRuleFolder();

const CATALOGUE = `sites:
  - { id: s, name: 示范厂, region: "330110", industry: cement, outlets: [{ id: k1, medium: flue-gas, name: 窑尾 }] }
`;
const CONNECTIONS = `people:
  - { id: zhang, name: 张工, mobile: "13800000001" }
  - { id: li, name: 李工 }
rosters:
  - id: duty
    shifts:
      - { people: [zhang], days: working, from: "08:30", to: "17:30" }
outputs:
  - { id: bureau, kind: webhook, url: "http://127.0.0.1:1/h", match: [{ what: lead }] }
  - id: group
    kind: dingtalk
    url: { env: PREVIEW_URL }
    duty: duty
    match: [{ severity: critical }, { regions: ["33"], industries: [cement] }]
    quiet: { from: "22:00", to: "07:00" }
`;
const file = (text: string) => ({ name: 'connections.yaml', text });
beforeEach(() => {
  process.env.PREVIEW_URL = 'http://127.0.0.1:1/robot?access_token=not-to-be-read';
});

describe('who would be told', () => {
  const previews = (at: string) => {
    const catalogue = loadCatalogue([{ name: 'c.yaml', text: CATALOGUE }], standards);
    const now = parseTime(at);
    return previewNotices(file(CONNECTIONS), catalogue, rulebook.calendar, sampleNow(catalogue, now)!, now);
  };

  it('says for each output whether, why, when, whom and what', async () => {
    // 2026-03-03 is a Tuesday.
    const [bureau, group] = await previews('2026-03-03 10:00');
    expect(bureau).toMatchObject({ output: 'bureau', sent: false, text: null, why: { en: 'no line of match holds' } });
    expect(group).toMatchObject({
      sent: true,
      why: { zh: '符合 match 第 2 条' },
      at: parseTime('2026-03-03 10:00'),
      people: ['张工'],
    });
    expect(group!.text).toContain('示范厂 窑尾');
    expect(JSON.stringify(group)).not.toContain('not-to-be-read');
  });

  it('and by whom it would be read when the quiet hours are over', async () => {
    const [, group] = await previews('2026-03-03 23:00');
    expect(group).toMatchObject({ at: parseTime('2026-03-04 07:00') });
  });
});

describe('what is wrong with connections', () => {
  const problems = (text: string) => {
    try {
      checkConnections(file(text), []);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ line, path, says }) => `${line} ${path}: ${says.en}`);
    }
  };

  it('nothing', () => expect(problems(CONNECTIONS)).toEqual([]));

  it.each([
    ['people: [zhang]', 'people: [zhong]', /^7 rosters\[0\].*did you mean "zhang"/],
    ['people: [zhang]', 'people: [zhang, li]', /^13 outputs\[1\]\.duty: person "li" on this roster has no mobile/],
    ['duty: duty', 'duty: dutty', /^13 outputs\[1\]\.duty: no such roster "dutty"; did you mean "duty"/],
    ['severity: critical', 'severity: grave', /^14 outputs\[1\]\.match\[0\]\.severity: no such value "grave"/],
    ['severity: critical', 'sevrity: critical', /^14 .*no such key "sevrity"; did you mean "severity"/],
    ['from: "22:00"', 'from: "25:00"', /^15 .*HH:MM/],
    ['kind: dingtalk', 'kind: dingtalk\n    audience: enterprise', /must name its sites/],
  ])('%s → %s', (good, bad, says) => expect(problems(CONNECTIONS.replace(good, bad)).join('\n')).toMatch(says));

  it.each(['README.md', 'README.zh-CN.md'])('nothing in the example of %s', (name) => {
    const readme = readFileSync(path.join(import.meta.dirname, '../..', name), 'utf8');
    const example = [...readme.matchAll(/```yaml\n([^`]+)```/g)]
      .map(([, yaml]) => yaml!)
      .find((yaml) => yaml.includes('kind: influxdb'))!;
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    for (const [, variable] of example.matchAll(/env: (\w+)/g)) {
      process.env[variable!] = variable!.endsWith('URL') ? 'https://gateway.example/send?key=1' : secret;
    }
    expect(problems(example)).toEqual([]);
  });

  it('an address that is none, without showing it', () => {
    process.env.PREVIEW_URL = 'not-to-be-read';
    const [problem] = problems(CONNECTIONS);
    expect(problem).toMatch(/^12 outputs\[1\]\.url: .*no address/);
    expect(problem).not.toContain('not-to-be-read');
  });
});
