import { describe, expect, it } from 'vitest';
import { runRuleTests } from '../app/rule-tests/suite.ts';

const results = await runRuleTests();

describe('the shipped rules pass their own tests', () => {
  it.each(
    results.map((result) => [`${result.rule}: ${result.name}`, result.differences] as const),
  )('%s', (_, differences) => {
    expect(differences).toEqual([]);
  });
});
