import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
    // Tests must not depend on the zone of the machine: everything is Beijing time by construction.
    env: { TZ: 'America/St_Johns' },
    testTimeout: 30_000,
  },
});
