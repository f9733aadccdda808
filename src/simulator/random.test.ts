import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(8)).not.toEqual(draw(7));
});

test('a fork depends on its name and on the seed, not on what was drawn before', () => {
  const fresh = new Random(3).fork('waste').uniform();
  const used = new Random(3);
  used.uniform();
  expect(used.fork('waste').uniform()).toBe(fresh);
  expect(used.fork('stack').uniform()).not.toBe(fresh);
});

test('normal numbers have mean 0, variance 1 and 4.55 % beyond two deviations', () => {
  const random = new Random(11);
  const n = 200_000;
  let [sum, squares, beyond] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const v = random.normal();
    sum += v;
    squares += v * v;
    if (Math.abs(v) > 2) beyond++;
  }
  expect(sum / n).toBeCloseTo(0, 1.5);
  expect(squares / n).toBeCloseTo(1, 1.5);
  expect(beyond / n).toBeCloseTo(0.0455, 2);
});
