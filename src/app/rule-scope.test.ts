import { describe, expect, it } from 'vitest';
import { HOUR_RULE, ownRules } from '../testing/own-rules.ts';
import { runRuleTests } from './rule-tests/suite.ts';

/** GB 18485-2014 table 4, hour means: CO 100, SO2 100 mg/m3. Both are above in the first hour. */
const SERIES = 'series: { a21005: "150 10", a21026: "160 10", a19001: "11" }';

async function differences(scope: string, cases: string[]): Promise<string[]> {
  const { folder } = ownRules({
    'own/hour.yaml': HOUR_RULE.replace('medium: [flue-gas] }', `medium: [flue-gas], ${scope} }`),
    'own/hour.test.yaml': `rule: own-hour\ncases:\n${cases.map((more, i) => `  - { name: "${i}", ${SERIES}, ${more} }\n`).join('')}`,
  });
  const results = await runRuleTests(folder);
  return results.flatMap(({ name, differences: found }) => found.map(({ en }) => `${name}: ${en}`));
}

describe('the scope of a rule', () => {
  it('factor: speaks of these only, whatever the detector judges beside them', async () => {
    expect(await differences('factor: [a21026]', ['expect: [{ factor: a21026, value: 160 }]'])).toEqual([]);
  });

  it('region: sites whose division code begins so', async () => {
    const cases = [
      'region: "330110", expect: [{}, {}]',
      'region: "330211", expect: [{}, {}]',
      'region: "330300", expect: []',
      'region: "133011", expect: []',
    ];
    expect(await differences('region: ["3301", "330211"]', cases)).toEqual([]);
  });

  it('tags: one of them is enough; without any the rule is not about the outlet', async () => {
    const cases = ['tags: [old, pilot], expect: [{}, {}]', 'tags: [pilots], expect: []', 'tags: [], expect: []'];
    expect(await differences('tags: [key-region, pilot]', cases)).toEqual([]);
  });
});
