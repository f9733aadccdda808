import { expect, it } from 'vitest';
import { DAY_MS } from '../model/beijing.ts';
import { worst } from './episodes.ts';

const day = (n: number, value: number, limit: number) =>
  ({ start: n * DAY_MS, end: (n + 1) * DAY_MS, value, limit, severity: 'serious' }) as Parameters<typeof worst>[0][0];

it('the worst of equals is the earlier one, also where a limit lost its last digits: 5 of 25/3 is 4 of 20/3', () => {
  expect(worst([day(0, 5, 8.333333), day(1, 4, 6.666667)])).toMatchObject({ value: 5 });
  expect(worst([day(0, 4, 6.666667), day(1, 5, 8.333333)])).toMatchObject({ value: 4 });
  expect(worst([day(0, 5, 8.333333), day(1, 3, 6.666667)])).toMatchObject({ value: 3 });
});
