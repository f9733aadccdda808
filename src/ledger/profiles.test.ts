import { expect, it } from 'vitest';
import { Profiles } from './profiles.ts';

it('works a summary out once, and anew when its day changed', () => {
  const profiles = new Profiles();
  let made = 0;
  const ask = (day: number, today = day) => profiles.get(day, 'mean', today, () => ++made);
  expect([ask(100), ask(100), ask(101), ask(100)]).toEqual([1, 1, 2, 1]);
  profiles.forgetDay(100);
  expect([ask(100), ask(101)]).toEqual([3, 2]);
  profiles.forget({ from: 100, to: 102 });
  expect([ask(100), ask(101)]).toEqual([4, 5]);
});

it('lets go of what nothing asks for, and keeps what is still looked back at', () => {
  const profiles = new Profiles();
  for (let today = 100; today < 200; today++) {
    for (let back = 0; back <= 30; back++) profiles.get(today - back, 'month', today, () => today - back);
    profiles.get(today, 'day', today, () => today);
    profiles.rest(today);
  }
  let made = 0;
  const again = (day: number, key: string) => profiles.get(day, key, 200, () => ++made);
  for (let day = 169; day < 200; day++) expect(again(day, 'month')).toBe(day);
  expect(made).toBe(0);
  expect(again(150, 'month')).toBe(1);
  expect(again(180, 'day')).toBe(2);
});
