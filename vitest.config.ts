import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// The processes and threads that tests start by the hundred find the modules compiled: half of all work otherwise.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

/** Files that take a minute and more, longest first: begun last, one of them would run alone at the end. */
const LONG = [
  'memory.e2e',
  'cli.e2e',
  'hostile/hostile',
  'surroundings.e2e',
  'traps',
  'detection.e2e',
  'release-image.e2e',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? LONG.length : at;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'action/**/*.test.ts', 'testkit/**/*.test.ts', 'tools/**/*.test.ts'],
          // A worker loads the source once, and not for each of three hundred files: a third of the time.
          isolate: false,
          // Only there to end a hang: a slow machine is no failure.
          testTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});
