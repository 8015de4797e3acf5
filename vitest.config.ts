import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The processes and threads that tests start by the hundred find the modules compiled: half of all work otherwise.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

export default defineConfig({
  test: {
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'action/**/*.test.ts', 'testkit/**/*.test.ts', 'tools/**/*.test.ts'],
          // Only there to end a hang: a slow machine is no failure.
          testTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});
