import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../model/beijing.ts';
import { Pace, type Stage } from './pace.ts';

/** A wall clock that jumps to where it is told to sleep. */
function wallAt(now: number) {
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
}

const signal = new AbortController().signal;

test('history at once, then × 120 until the present, then with the wall clock', async () => {
  const present = 100 * DAY_MS;
  const wall = wallAt(present);
  const start = present - 2 * DAY_MS;
  const stages: Stage[] = [
    { speed: 'max', until: start + DAY_MS },
    { speed: 120, until: 'present' },
    { speed: 'live', until: 'never' },
  ];
  const pace = new Pace(stages, wall);
  const speeds: (number | string)[] = [];
  let caughtUpAt = 0;
  for (let at = start; at < present + 40 * MINUTE_MS; at += MINUTE_MS) {
    const speed = await pace.reach(at, signal);
    if (speeds.at(-1) !== speed) speeds.push(speed);
    if (speed === 'live') {
      caughtUpAt ||= at;
      expect(wall.now()).toBeGreaterThanOrEqual(at);
      expect(wall.now() - at).toBeLessThan(MINUTE_MS);
    }
  }
  expect(speeds).toEqual(['max', 120, 'live']);
  // A day at × 120 takes 12 minutes, and those have to be caught up too.
  expect(caughtUpAt - present).toBeGreaterThan(11 * MINUTE_MS);
  expect(caughtUpAt - present).toBeLessThan(14 * MINUTE_MS);
});

test('a factor holds simulated time to so many times real time', async () => {
  const wall = wallAt(0);
  const pace = new Pace([{ speed: 60, until: 'never' }], wall);
  await pace.reach(1_000_000, signal);
  await pace.reach(1_000_000 + 60 * MINUTE_MS, signal);
  expect(wall.now()).toBe(MINUTE_MS);
});
