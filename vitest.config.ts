import { defineConfig } from 'vitest/config';

/** Whole servers that are killed, on full disks or under wrong clocks, every page in every shape: minutes that not every day has. */
const STORMS = 'src/**/*.storm.test.ts';
const storms = process.env.FLUEWATCH_STORMS === '1';

export default defineConfig({
  test: {
    include: storms ? [STORMS] : ['src/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: storms ? [] : [STORMS],
    // Tests must not depend on the zone of the machine: everything is Beijing time by construction.
    env: { TZ: 'America/St_Johns' },
    testTimeout: 120_000,
    // A quarter of a second a file. Nothing here keeps state in a module, and mocks are taken back after each test.
    isolate: false,
    // Vitest leaves one core free, which on two cores means one worker.
    maxWorkers: '100%',
    // Waiting is for something to happen, never for how fast it does: the machine may be busy.
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    unstubEnvs: true,
  },
});
