import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..');

/** Files of `src/` that importing one loads, types left out. */
function loaded(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm)) {
    if (from.startsWith('.')) loaded(join(dirname(path), from), seen);
  }
  return seen;
}

const detectorsIn = (path: string): readonly string[] =>
  [...loaded(join(SRC, path))]
    .map((file) => relative(SRC, file))
    .filter((file) => file === 'detect/detectors.ts');

it.each([
  'cli/check.ts',
  'app/check.ts',
  'cli/trace.ts',
  'cli/trace-doctor.ts',
  'cli/explain.ts',
  'app/layers/recall-layers.ts',
])('%s loads no detector before a layer has to be read, or judged', (path) => {
  expect(detectorsIn(path)).toEqual([]);
});

it('what judges an image loads them', () => {
  expect(detectorsIn('app/judge/judge-anew.ts')).toEqual(['detect/detectors.ts']);
});
