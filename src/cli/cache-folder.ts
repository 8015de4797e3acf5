import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { homeOf } from './home.ts';
import type { Io } from './io.ts';
import { namedFolder } from './named-folder.ts';
import type { Environment } from './settings.ts';

/**
 * Where the user's programs keep what can be made again: `$XDG_CACHE_HOME` (XDG base directory
 * specification), `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. Undefined for a user without a home:
 * a folder that others share is no place for it.
 */
export function cacheFolder(
  env: Environment,
  platform: NodeJS.Platform,
  home = homeOf(env),
): string | undefined {
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'clearpull');
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'clearpull');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'clearpull', 'cache');
  return join(home, '.cache', 'clearpull');
}

/** What the commands about the cache take. */
export interface CacheSettings {
  readonly cacheDir?: string;
  readonly format: 'text' | 'json';
}

/** The cache folder that is meant, whether it exists or not. Throws `usage` when there can be none. */
export function chosenCacheFolder({ cacheDir }: CacheSettings, io: Io): string {
  const folder =
    cacheDir === undefined ? cacheFolder(io.env, process.platform) : namedFolder(cacheDir, '--cache-dir', io);
  if (folder !== undefined) return folder;
  throw new ClearpullError('usage', 'There is no home folder, and so no cache.', {
    hint: 'Name a folder with --cache-dir.',
  });
}

/** For a folder that the system does not let us look into, or take from. */
export function cacheProblem(folder: string, cause: unknown): ClearpullError {
  return new ClearpullError('output-failed', `The cache ${visible(folder)} could not be read or changed.`, {
    hint: 'Check that it is yours, or name another with --cache-dir.',
    cause,
  });
}

/** Makes the folder if need be; false when there can be none. One that only can be read is fine. */
export async function makeCacheFolder(folder: string): Promise<boolean> {
  const missing: string[] = [];
  // Step by step: Node's recursive mkdir never ends below /proc (nodejs/node, lib/fs, mkdirp and ENOENT).
  for (let path = resolve(folder); ; path = dirname(path)) {
    const there = await stat(path).catch((error: NodeJS.ErrnoException) => error.code === 'ENOENT');
    if (there !== true) {
      if (there === false || !there.isDirectory()) return false;
      break;
    }
    missing.unshift(path);
    if (path === dirname(path)) return false;
  }
  try {
    for (const path of missing) {
      await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
        // Another process may have been faster.
        if (error.code !== 'EEXIST') throw error;
      });
    }
    return true;
  } catch {
    return false;
  }
}
