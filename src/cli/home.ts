import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Environment } from './settings.ts';

/** The user's home; undefined for one who has none, as `--user 1234` makes in a container. */
export function homeOf(env: Environment): string | undefined {
  const home = env['HOME'] ?? systemHome();
  return home !== undefined && isAbsolute(home) ? home : undefined;
}

/** Node throws for a user that the system does not know. */
function systemHome(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
