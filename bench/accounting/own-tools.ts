import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { RPM_DATABASE, rpmOptions } from '../../testkit/rpm-root.ts';

/*
 * What a package manager's own tool says of a root, from outside of it. Alpine's apk is in no distribution that builds
 * on Debian, so its database is read by a few lines of its own, which share nothing with clearpull's reader.
 */

/** Paths that packages list, with links of folders followed as far as the root goes. */
export function ownList(root: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of listOf(root)) found.add(realPath(root, path));
  return found;
}

/** Paths with other bytes than packages say; undefined where no tool could be asked. */
export function ownVerdict(root: string): readonly string[] | undefined {
  if (existsSync(join(root, 'var/lib/dpkg/status')))
    return verified('dpkg', '--root', root, '--verify').map((path) => realPath(root, path));
  if (existsSync(join(root, RPM_DATABASE))) return verified('rpm', ...rpmOptions(root), '-V', '-a');
  return undefined;
}

function listOf(root: string): readonly string[] {
  if (existsSync(join(root, 'var/lib/dpkg/status'))) {
    const names = output('dpkg-query', '--root', root, '-W', '-f', '${binary:Package}\n')
      .split('\n')
      .filter((name) => name !== '');
    return output('dpkg-query', '--root', root, '-L', ...names)
      .split('\n')
      .filter((line) => line.startsWith('/'));
  }
  if (existsSync(join(root, RPM_DATABASE))) return output('rpm', ...rpmOptions(root), '-qal').split('\n');
  const apk = join(root, 'lib/apk/db/installed');
  return existsSync(apk) ? apkList(readFileSync(apk, 'utf8')) : [];
}

function apkList(text: string): readonly string[] {
  let folder = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('F:')) folder = line.slice(2);
    return line.startsWith('R:') ? [`/${folder}/${line.slice(2)}`] : [];
  });
}

/** A `5` in the third column: another digest. */
function verified(program: string, ...args: readonly string[]): readonly string[] {
  return output(program, ...args)
    .split('\n')
    .flatMap((line) => (/^..5/.test(line) ? [line.slice(line.indexOf('/'))] : []));
}

function output(program: string, ...args: readonly string[]): string {
  const env = { ...process.env, LC_ALL: 'C' };
  return spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 2 ** 29 }).stdout;
}

/** `/bin/ls` as `/usr/bin/ls`, where `/bin` is a link. */
function realPath(root: string, path: string): string {
  try {
    const folder = realpathSync(join(root, dirname(path)));
    const inside = relative(realpathSync(root), folder);
    return inside.startsWith('..') ? path : `/${join(inside, path.slice(path.lastIndexOf('/') + 1))}`;
  } catch {
    return path;
  }
}
