import { execFileSync } from 'node:child_process';
import { ReleaseError } from './release-error.ts';

/**
 * Paths of the shared libraries that a program of this machine loads, the loader among them, sorted; as the program names
 * them, links not followed. Runs `ldd`, which starts the program's loader: for programs that are trusted only.
 */
export function sharedLibraries(program: string): readonly string[] {
  const out = execFileSync('ldd', [program], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  const lines = out.split('\n').map((line) => line.trim());
  const missing = lines.find((line) => line.endsWith('=> not found'));
  if (missing !== undefined)
    throw new ReleaseError(`${program} needs a library that is not here: ${missing}`);
  // `name => /path (0x…)`, or for the loader `/path (0x…)`; the kernel's own has no path.
  const paths = lines.flatMap((line) => /^(?:\S+ => )?(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
  if (paths.length === 0) throw new ReleaseError(`ldd names no library of ${program}.`);
  return [...new Set(paths)].sort();
}
