import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { playCase, withParents } from '../app/rule-tests/run.ts';
import { ruleTestSchema } from '../app/rule-tests/schema.ts';
import { DAY_MS, MINUTE_MS, parseTime } from '../model/beijing.ts';

/**
 * Drinking water of 2016 (GECCO industrial challenge 2018), 60 000 minutes of instruments that are honest but for 14
 * stretches that the publishers changed. One of those has no digits of its own, one too few different values.
 */
const file = path.join(import.meta.dirname, '../../fixtures/quality/gecco2018_60000.csv.gz');
const [header, ...rows] = gunzipSync(readFileSync(file))
  .toString()
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const column = (name: string) => rows.map((row) => row[header!.indexOf(name)]!);
const start = parseTime(column('timestamp')[0]!);
const firstMinute = Math.round((start - parseTime('2016-08-03')) / MINUTE_MS);

/** As a series of a rule test: gaps are `_`, and nothing comes before the first minute. */
const series = (name: string) =>
  `_x${firstMinute} ${column(name)
    .map((text) => text || '_')
    .join(' ')} _`;

const changed = column('event').flatMap((event, i, all) => {
  if (event !== '1' || all[i - 1] === '1') return [];
  return [{ start: start + i * MINUTE_MS, end: start + all.indexOf('0', i) * MINUTE_MS }];
});

describe('values that were computed, in real data', () => {
  it('are told where they are and nowhere else', async () => {
    const setting = await loadRuleFolder();
    const rule = setting.rulebook.rules.find(({ id }) => id === 'computed-digits')!;
    const { cases } = ruleTestSchema.parse({
      rule: rule.id,
      cases: [
        {
          name: 'drinking water',
          start: '2016-08-03',
          days: Math.ceil(((rows.length + firstMinute) * MINUTE_MS) / DAY_MS),
          step: '1m',
          medium: 'waste-water',
          // The rule knows no redox potential and no conductivity: they go by the names of others.
          series: { w01001: series('pH'), w01010: series('Tp'), w01018: series('Redox'), w21003: series('Leit') },
          expect: [],
        },
      ],
    });
    const played = playCase({ ...setting, rulebook: withParents(setting.rulebook, rule) }, rule, cases[0]!);
    const told = played.told(rule.id);
    const stretchOf = (one: { start: number; end: number }) =>
      changed.findIndex((stretch) => stretch.start <= one.start && one.end <= stretch.end);
    expect(changed).toHaveLength(14);
    expect(told.filter((alert) => stretchOf(alert) < 0)).toEqual([]);
    expect(new Set(told.map(stretchOf)).size).toBe(12);
  });
});
