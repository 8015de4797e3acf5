import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where clearpull keeps what it may lose: `$XDG_CACHE_HOME/clearpull`, else `~/.cache/clearpull` (XDG Base
 * Directory Specification; a relative XDG_CACHE_HOME is to be ignored). Undefined for a user without a home.
 */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const xdg = environment['XDG_CACHE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'clearpull');
  const home = environment['HOME'] ?? homeOrNothing();
  return home === undefined || !isAbsolute(home) || home === '/'
    ? undefined
    : join(home, '.cache', 'clearpull');
}

function homeOrNothing(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
