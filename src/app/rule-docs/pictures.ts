import type { Language } from '../../model/text.ts';
import type { Rule } from '../../rulebook/rulebook.ts';
import type { RuleFolder } from '../rule-folder.ts';
import { runCase } from '../rule-tests/run.ts';
import type { RuleCase } from '../rule-tests/schema.ts';
import type { RuleTests } from '../rule-tests/suite.ts';
import { casePicture, likewise, spanOf } from './picture.ts';

/** Two cases of one rule's tests: one in which it speaks, and an innocent one in which it is silent. */
export interface Pair {
  rule: Rule;
  caught: RuleCase;
  letPass: RuleCase;
}

/** A pair for each detector, by its name; one of which the tests hold no such pair is left out. */
export function telling(tests: readonly RuleTests[]): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const { rule, cases } of tests) {
    const caught = cases.find(({ expect }) => expect.length > 0);
    const silent = cases.filter(({ expect }) => expect.length === 0);
    const letPass = silent.find(({ lookAlike }) => lookAlike) ?? silent[0];
    const before = pairs.get(rule.detectorName);
    if (!caught || !letPass || (before && (before.letPass.lookAlike || !letPass.lookAlike))) continue;
    pairs.set(rule.detectorName, { rule, caught, letPass });
  }
  return pairs;
}

export interface Picture {
  /** beside the page that shows it */
  file: string;
  /** the case, in the words of the test */
  caption: string;
  rule: string;
  svg: string;
}

/** Of each detector. */
export type Pictures = ReadonlyMap<string, { caught: Picture; letPass: Picture }>;

/** Draws a pair for each detector from the rules' own tests. */
export async function detectorPictures(
  folder: RuleFolder,
  tests: readonly RuleTests[],
  language: Language,
): Promise<Pictures> {
  const pictures = new Map<string, { caught: Picture; letPass: Picture }>();
  for (const [detector, { rule, caught, letPass }] of telling(tests)) {
    const { told } = runCase(folder, rule, caught);
    const span = spanOf(caught, told);
    const picture = (test: RuleCase, what: string, svg: string): Picture => ({
      file: `pictures/${detector.replace('/', '-')}-${what}.svg`,
      caption: test.name,
      rule: rule.id,
      svg,
    });
    pictures.set(detector, {
      caught: picture(caught, 'caught', await casePicture(caught, told, span, language)),
      letPass: picture(letPass, 'let-pass', await casePicture(letPass, [], likewise(letPass, caught, span), language)),
    });
  }
  return pictures;
}
