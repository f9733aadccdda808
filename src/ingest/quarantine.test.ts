import { expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { Quarantine } from './quarantine.ts';

const HOUR = 3_600_000;
const T0 = 1_767_225_600_000;

test('each sender and reason has a share that grows back, and the kept one stands for those that were not', () => {
  const quarantine = new Quarantine({ ...LIMITS, rejectsPerSender: 2, rejects: 100 });
  const keep = (sender: string, why: string, at: number) => quarantine.keep(sender, why, at)?.unkept;
  expect([0, 1, 2, 3, 4].map((ms) => keep('A', 'CRC', T0 + ms))).toEqual([0, 0, undefined, undefined, undefined]);
  expect(keep('A', 'LEN', T0 + 5)).toBe(0);
  expect(keep('B', 'CRC', T0 + 6)).toBe(0);
  // Two an hour: one has grown back after half of one.
  expect(keep('A', 'CRC', T0 + HOUR / 2 + 10)).toBe(3);
  expect(keep('A', 'CRC', T0 + HOUR / 2 + 11)).toBe(undefined);
});

test('all senders together have a share', () => {
  const quarantine = new Quarantine({ ...LIMITS, rejectsPerSender: 10, rejects: 3 });
  const kept = Array.from({ length: 20 }, (_, i) => quarantine.keep(`sender ${i}`, 'CRC', T0));
  expect(kept.filter((one) => one !== undefined)).toHaveLength(3);
  expect(quarantine.keep('sender 7', 'CRC', T0 + HOUR)).toEqual({ unkept: 1 });
});

test('is not filled up by senders that are made up', () => {
  const quarantine = new Quarantine({ ...LIMITS, rejects: 1e9 });
  for (let i = 0; i < 40_000; i++) quarantine.keep(`made up ${i}`, 'CRC', T0);
  expect(quarantine.remembered).toBeLessThanOrEqual(10_000);
});
