import type { ImageTree } from '../../image/tree/image-tree.ts';

/** Where the databases of a distribution lie, and whose each is. */
const HOMES: Readonly<Record<string, string>> = {
  'var/lib/dpkg/status': 'dpkg',
  'lib/apk/db/installed': 'apk',
  'usr/lib/apk/db/installed': 'apk',
  'var/lib/rpm/rpmdb.sqlite': 'rpm',
  'var/lib/rpm/Packages.db': 'rpm',
  'var/lib/rpm/Packages': 'rpm',
  'usr/lib/sysimage/rpm/rpmdb.sqlite': 'rpm',
  'usr/lib/sysimage/rpm/Packages.db': 'rpm',
};

/** A sentence for each package database that a layer has and a later one took away. */
export function removedDatabases(tree: ImageTree): string[] {
  const notes = new Map<string, string>();
  for (const { path, goneIn, layer } of tree.gone) {
    const owner = Object.hasOwn(HOMES, path) ? HOMES[path] : undefined;
    if (owner === undefined || tree.get(path)?.entry.kind === 'file') continue;
    notes.set(
      path,
      `The package database of ${owner}, /${path}, was removed in layer ${goneIn + 1} (it came with layer ${layer + 1}): nothing accounts for what its packages brought.`,
    );
  }
  return [...notes.values()];
}
