import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from './release-error.ts';

export interface CleanCheckout {
  readonly folder: string;
  readonly revision: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
}

/**
 * Checks a revision out into a new folder, with the packages that are installed here, so that nothing is built from
 * files which were never committed.
 */
export function cleanCheckout(root: string, revision: string, folder: string): CleanCheckout {
  const commit = commitOf(root, revision);
  git(root, 'clone', '--quiet', '--shared', '--no-checkout', root, folder);
  git(folder, 'checkout', '--quiet', '--detach', commit);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, revision: commit, time: Number(git(folder, 'log', '-1', '--format=%ct')) };
}

function commitOf(root: string, revision: string): string {
  try {
    return git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  } catch (cause) {
    throw new ReleaseError(`There is no revision ${revision} in ${root}.`, { cause });
  }
}

/** Where the source can be had: the address of the remote `origin`, without a password. Undefined for a local path. */
export function originOf(root: string): string | undefined {
  let url: string;
  try {
    url = git(root, 'remote', 'get-url', 'origin');
  } catch {
    return undefined;
  }
  if (/^https?:\/\//.test(url)) return url.replace(/^(https?:\/\/)[^/@]*@/, '$1').replace(/\.git$/, '');
  const [, host, path] = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+?)(?:\.git)?$/.exec(url) ?? [];
  return host === undefined ? undefined : `https://${host}/${path}`;
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
