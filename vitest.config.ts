import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
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
