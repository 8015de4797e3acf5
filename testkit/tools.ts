import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

const known = new Map<string, boolean>();

/** True when a program of that name can be started from PATH. */
export function hasTool(name: string): boolean {
  const found = known.get(name) ?? spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]).status === 0;
  known.set(name, found);
  return found;
}

/**
 * Leaves the test out when the program is missing, and says why. Under CI a left-out test is a failure, so there
 * it throws.
 */
export function requireTool(context: TestContext, name: string): void {
  if (hasTool(name)) return;
  const reason = `${name} is not installed`;
  if (process.env['CI']) throw new Error(`${reason}; under CI every tool must be there (scripts/)`);
  context.skip(reason);
}
