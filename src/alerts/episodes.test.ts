import { expect, it } from 'vitest';
import { DAY_MS } from '../model/beijing.ts';
import { worst } from './episodes.ts';

const day = (n: number, value: number, limit: number) =>
  ({ start: n * DAY_MS, end: (n + 1) * DAY_MS, value, limit, facts: {}, severity: 'serious' }) as Parameters<
    typeof worst
  >[0][0];

it('the worst of equals is the earlier one, also where a limit lost its last digits: 5 of 25/3 is 4 of 20/3', () => {
  expect(worst([day(0, 5, 8.333333), day(1, 4, 6.666667)])).toMatchObject({ value: 5 });
  expect(worst([day(0, 4, 6.666667), day(1, 5, 8.333333)])).toMatchObject({ value: 4 });
  expect(worst([day(0, 5, 8.333333), day(1, 3, 6.666667)])).toMatchObject({ value: 3 });
});

it('of suspicions the worst window is the one that weighs most: what eight events say, the first five could not', () => {
  const weighing = (finding: ReturnType<typeof day>, score: number) => ({ ...finding, facts: { score } });
  const [first, later] = [weighing(day(0, 140, 5), 0.6), weighing(day(1, 40, 5), 1)];
  expect(worst([first, later])).toBe(later);
  expect(worst([first, weighing(later, 0.6)])).toBe(first);
});
