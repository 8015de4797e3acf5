import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Of every file, so that the same files make the same layer. */
export const MADE = '2026-09-08T00:00:00Z';
const MAX_TAR = 2 ** 31 - 1;

/** A folder as a layer, owners kept. */
export function tarOf(folder: string, paths: readonly string[] = ['.']): Buffer {
  return execFileSync(
    'tar',
    [
      '--sort=name',
      `--mtime=${MADE}`,
      '--numeric-owner',
      '--no-recursion',
      '--null',
      '-C',
      folder,
      '-T',
      '-',
      '-cf',
      '-',
    ],
    { input: (paths[0] === '.' ? pathsIn(folder) : paths).join('\0'), maxBuffer: MAX_TAR },
  );
}

/** What `after` has that `before` has not, or has otherwise: the layer that an installation makes. */
export function tarOfChanges(before: string, after: string): Buffer {
  return tarOf(
    after,
    pathsIn(after).filter((path) => !isSame(join(before, path), join(after, path))),
  );
}

function pathsIn(folder: string, under = '.'): readonly string[] {
  return readdirSync(join(folder, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((one) => {
      const path = `${under}/${one.name}`;
      return one.isDirectory() ? [path, ...pathsIn(folder, path)] : [path];
    });
}

function isSame(one: string, other: string): boolean {
  if (!existsSync(one) && !isLink(one)) return false;
  const [a, b] = [lstatSync(one), lstatSync(other)];
  if (a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid) return false;
  if (a.isSymbolicLink()) return readlinkSync(one) === readlinkSync(other);
  return !a.isFile() || (a.size === b.size && sameBytes(one, other, a));
}

function sameBytes(one: string, other: string, { size }: Stats): boolean {
  return size === 0 || readFileSync(one).equals(readFileSync(other));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
