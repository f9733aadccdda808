import { expect, it } from 'vitest';
import { decimalsOf } from './decimals.ts';

it.each([
  [0, 0],
  [12, 0],
  [8.37, 2],
  [-8.56734, 5],
  [101.6, 1],
  [0.1 + 0.2, 1],
  [12.3 * 0.001, 4],
  [123_456.78, 2],
  [1_234_567_890.25, 2],
  [0.000_001, 6],
  [1 / 3, 6],
])('%d is written with %d decimals', (value, decimals) => {
  expect(decimalsOf(value, 6)).toBe(decimals);
});
