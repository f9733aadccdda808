import { expect, it } from 'vitest';
import { loadRuleFolder } from '../rule-folder.ts';
import { handlingOf } from './handling.ts';

it('shows a plant, of the shipped rules, nothing that suspects it or suggests a covert check', async () => {
  const { rulebook } = await loadRuleFolder();
  const { kinds, notRules } = handlingOf(rulebook.leads).enterprise;
  const known = rulebook.rules.map(({ id }) => id);
  expect(notRules.filter((id) => !known.includes(id))).toEqual([]);
  const shown = rulebook.rules.filter(({ id, kind }) => kinds.includes(kind) && !notRules.includes(id));
  // A value that cannot be is told as a fault of the instrument.
  const doubting = shown.filter(({ id, source }) => source.includes('falsification/') && id !== 'impossible-values');
  expect(doubting.map(({ id }) => id)).toEqual([]);
  const words = /疑似|涉嫌|可疑|暗查|不符/;
  expect(shown.filter(({ says }) => words.test(says.zh)).map(({ id }) => id)).toEqual([]);
});
