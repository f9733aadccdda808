import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { dateText, dayOf } from '../model/beijing.ts';
import { ownRules } from '../testing/own-rules.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type AlertDifference, backtest, compareAlerts } from './backtest.ts';
import { loadRuleFolder, SHIPPED_RULES } from './rule-folder.ts';

const NAMES = ['wte-daily-mean', 'wte-furnace-temperature', 'wte-month-ladder'];
const week = (name: string) => path.join(PLANT_WEEK, name);

/** The three rules as they ship, after an edit of their text. */
function edited(change: (text: string) => string) {
  const files = NAMES.map((name) => {
    const file = `incineration/${name}.yaml`;
    return [file, change(readFileSync(path.join(SHIPPED_RULES, file), 'utf8'))];
  });
  return loadRuleFolder(ownRules(Object.fromEntries(files)).folder);
}

async function compared(change: (text: string) => string) {
  const catalogue = { name: 'catalogue.yaml', text: readFileSync(week('catalogue.yaml'), 'utf8') };
  const input = { inputs: [week('readings.csv.gz')], marks: week('marks.csv'), catalogue, tell: () => {} };
  return backtest(await edited((text) => text), await edited(change), input);
}

const line = ({ change, before, after, fields }: AlertDifference) => {
  const { rule, factor, start, value } = (after ?? before)!;
  return [change, dateText(dayOf(start)), rule, factor, value, fields.join()];
};

/** The plant week is worked out by hand: fixtures/plant-week/README.md. */
describe('a backtest of the plant week', () => {
  it('with four slots allowed and CO left out: 5 slots of 03-02 are raised, the limit of 03-07 changes, CO and the ladder go', async () => {
    const { before, after, differences } = await compared((text) =>
      text
        .replace('allowed: 5', 'allowed: 4')
        .replace('a21024, a21005]', 'a21024]')
        .replaceAll('"{site} ', '"! {site} '),
    );
    // Exceedance on five days, of CO on two of them: three days are left, and the ladder asks for five.
    expect(differences.map(line)).toEqual([
      ['gone', '2026-03-01', 'wte-month-ladder', null, 5, ''],
      ['raised', '2026-03-02', 'wte-furnace-temperature', null, 5, ''],
      ['gone', '2026-03-03', 'wte-daily-mean', 'a21005', 88, ''],
      ['changed', '2026-03-07', 'wte-furnace-temperature', null, 6, 'limit'],
    ]);
    expect(after - before).toBe(-1);
  });
});

describe('alerts of two runs', () => {
  const at = (start: number, end: number, more: Partial<Alert> = {}): Alert => ({
    id: `${start}`,
    rule: 'r',
    ruleVersion: 'v',
    covers: [],
    kind: 'exceedance',
    severity: 'serious',
    state: 'confirmed',
    site: 's',
    outlet: 'o',
    factor: 'a21026',
    start,
    end,
    value: 1,
    limit: 1,
    unit: 'mg/m3',
    count: 1,
    facts: {},
    says: { zh: '', en: '' },
    ...more,
  });
  const told = (before: Alert[], after: Alert[]) =>
    compareAlerts(before, after).map((d) => [
      d.change,
      d.before?.start ?? null,
      d.after?.start ?? null,
      d.fields.join(),
    ]);

  it.each<[string, Alert[], Alert[], unknown[]]>([
    ['the same', [at(0, 2)], [at(0, 2, { id: 'x', ruleVersion: 'w', says: { zh: '句', en: 's' } })], []],
    ['longer', [at(0, 2)], [at(1, 3)], [['changed', 0, 1, 'start,end']]],
    [
      'beside it, not over it',
      [at(0, 2)],
      [at(2, 4)],
      [
        ['gone', 0, null, ''],
        ['raised', null, 2, ''],
      ],
    ],
    [
      'split in two',
      [at(0, 4)],
      [at(0, 1), at(3, 4)],
      [
        ['changed', 0, 0, 'end'],
        ['raised', null, 3, ''],
      ],
    ],
    [
      'of another factor',
      [at(0, 2)],
      [at(0, 2, { factor: null })],
      [
        ['raised', null, 0, ''],
        ['gone', 0, null, ''],
      ],
    ],
    [
      'at another level',
      [at(0, 2)],
      [at(0, 2, { facts: { level: 'L2' }, severity: 'info' })],
      [['changed', 0, 0, 'severity,level']],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});
