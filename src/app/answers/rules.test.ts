import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { Engine } from '../../engine/engine.ts';
import { factorName } from '../../model/factors.ts';
import { loadRuleFolder } from '../rule-folder.ts';
import { ruleDetail } from './rules.ts';

const { rulebook, standards } = await loadRuleFolder();
const engine = new Engine(new Catalogue([], standards), rulebook, factorName);
const tiers = (id: string) => ruleDetail(engine, id)!.tiers.map(({ level, windows }) => [level, windows]);

/** Regulations §3: L0 trend, L1 one hour over, L2 three hours (gas) or two readings (water), L3 a daily violation. */
describe('who is told', () => {
  it.each([
    ['wte-day-approach', [['L0', 1]]],
    [
      'wte-hour-warning',
      [
        ['L1', 1],
        ['L2', 3],
      ],
    ],
    [
      'water-reading-warning',
      [
        ['L1', 1],
        ['L2', 2],
      ],
    ],
    [
      'thermal-hour-exceedance',
      [
        ['L1', 1],
        ['L2', 3],
      ],
    ],
    ['wte-daily-mean', [['L3', 1]]],
    ['sewage-daily-mean', [['L3', 1]]],
    ['data-gap', [['L1', 1]]],
  ])('%s', (id, expected) => {
    expect(tiers(id)).toEqual(expected);
  });

  it('a pre-warning is for the plant only, a lead for the bureau', () => {
    expect(ruleDetail(engine, 'data-gap')!.tiers[0]!.tells.zh).toContain('仅企业');
    expect(ruleDetail(engine, 'wte-daily-mean')!.tiers[0]!.tells.en).toContain('bureau');
  });
});
