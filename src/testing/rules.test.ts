import { describe, expect, it } from 'vitest';
import { runRuleTests } from '../app/rule-tests/suite.ts';
import { zh } from '../console/i18n/zh.ts';

const results = await runRuleTests();

describe('the shipped rules pass their own tests', () => {
  it.each(
    results.map((result) => [`${result.rule}: ${result.name}`, result.differences] as const),
  )('%s', (_, differences) => {
    expect(differences).toEqual([]);
  });
});

describe('what the shipped rules say', () => {
  const told = results.flatMap((result) => result.told);

  it('has a word in the console for every fact beside the value', () => {
    const shownElsewhere = ['windows', 'steps', 'against'];
    const names = new Set(told.flatMap(({ facts }) => Object.keys(facts)));
    const unnamed = [...names].filter((name) => !(name in zh.fact) && !shownElsewhere.includes(name));
    expect(unnamed.sort()).toEqual([]);
  });

  it('leaves no hole in a sentence', () => {
    const holes = told.filter(({ says }) => /—|undefined|NaN/.test(says.zh + says.en));
    expect(holes.map(({ rule, says }) => `${rule}: ${says.en}`)).toEqual([]);
  });
});
