import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import type { TarItem } from '../../testkit/tar.ts';
import { ReleaseError } from './release-error.ts';

/**
 * What one COPY puts into its layer: each folder's content, and each file, below a destination that ends with a slash.
 * Sorted, root's, all of one time; of modes only what matters is kept, so that no umask shows.
 *
 * @param sources paths of this machine
 * @param mtime in seconds
 */
export function copiedItems(
  sources: readonly string[],
  destination: string,
  mtime: number,
): readonly TarItem[] {
  if (!/^\/(?:.*\/)?$/.test(destination))
    throw new ReleaseError(`COPY to ${destination}: it must begin and end with /.`);
  const target = destination.slice(1, -1);
  const items = new Map<string, TarItem>();
  const put = (path: string, file: string): void => {
    const status = lstatSync(file);
    items.set(path, itemOf(path, file, status, mtime));
    if (status.isDirectory()) for (const name of readdirSync(file)) put(`${path}/${name}`, join(file, name));
  };
  const parts = target === '' ? [] : target.split('/');
  for (const i of parts.keys()) {
    const path = parts.slice(0, i + 1).join('/');
    items.set(path, { path, type: 'directory', mode: 0o755, mtime });
  }
  const below = (name: string): string => (target === '' ? name : `${target}/${name}`);
  for (const source of sources) {
    if (!lstatSync(source).isDirectory()) put(below(basename(source)), source);
    else for (const name of readdirSync(source)) put(below(name), join(source, name));
  }
  return [...items.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function itemOf(path: string, file: string, status: Stats, mtime: number): TarItem {
  if (status.isDirectory()) {
    return { path, type: 'directory', mode: (status.mode & 0o1000) === 0 ? 0o755 : 0o1777, mtime };
  }
  if (status.isSymbolicLink()) return { path, type: 'symlink', target: readlinkSync(file), mtime };
  if (!status.isFile()) throw new ReleaseError(`${file} is neither a file, a folder nor a link.`);
  return { path, data: readFileSync(file), mode: (status.mode & 0o100) === 0 ? 0o644 : 0o755, mtime };
}
