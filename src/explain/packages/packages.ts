import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { Package, PackageManager, SystemPackage } from './package.ts';
import { apkPackages, dpkgPackages } from './paragraphs.ts';

export interface Packages {
  /** By manager and name, sorted. */
  readonly byKey: ReadonlyMap<string, Package>;
  readonly notes: readonly string[];
}

const MAX_PACKAGES = 50_000;

/**
 * Names and versions of installed packages, as the databases in the image say: dpkg's `status` and `status.d` (of
 * distroless images), apk's `installed`. A claim of the image: whether the files agree is not looked at here.
 */
export function packagesOf(tree: ImageTree, text: (path: string) => string | undefined): Packages {
  const found = new Map<string, Package>();
  const notes: string[] = [];
  for (const { manager, path, read } of databases(tree)) {
    const resolved = tree.resolve(path);
    if (resolved.kind !== 'found' || resolved.node.entry.kind === 'directory') continue;
    const content = resolved.node.entry.size === 0 ? '' : text(resolved.node.path);
    if (content === undefined)
      notes.push(`/${path} was too large to keep, so its packages are not compared.`);
    for (const one of content === undefined ? [] : read(content)) {
      if (found.size < MAX_PACKAGES) found.set(`${manager} ${one.name}`, { manager, ...one });
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { byKey: new Map(sorted), notes };
}

interface Database {
  readonly manager: PackageManager;
  readonly path: string;
  read(text: string): readonly SystemPackage[];
}

function databases(tree: ImageTree): readonly Database[] {
  const folder = 'var/lib/dpkg/status.d';
  const parts = tree.children(folder).filter((name) => !name.endsWith('.md5sums'));
  return [
    { manager: 'dpkg', path: 'var/lib/dpkg/status', read: dpkgPackages },
    ...parts.map((name): Database => ({ manager: 'dpkg', path: `${folder}/${name}`, read: dpkgPackages })),
    { manager: 'apk', path: 'lib/apk/db/installed', read: apkPackages },
    { manager: 'apk', path: 'usr/lib/apk/db/installed', read: apkPackages },
  ];
}
