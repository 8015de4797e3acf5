import type { ImageTree } from '../image/tree/image-tree.ts';

/** Package managers whose databases are read. */
export type PackageManager = 'dpkg' | 'apk';

export interface Package {
  readonly manager: PackageManager;
  /** With the architecture where dpkg has the package for several: `libc6:i386`. */
  readonly name: string;
  readonly version: string;
}

export interface Packages {
  /** By manager and name, sorted. */
  readonly byKey: ReadonlyMap<string, Package>;
  readonly notes: readonly string[];
}

const MAX_PACKAGES = 50_000;
const MAX_FIELD = 200;

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
  read(text: string): readonly Omit<Package, 'manager'>[];
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

/** Paragraphs of `Field: value` (deb-control(5)); what is not installed (`deinstall ok config-files`) is left out. */
function dpkgPackages(text: string): readonly Omit<Package, 'manager'>[] {
  const packages: { name: string; version: string }[] = [];
  for (const fields of paragraphs(text, /^(Package|Version|Status|Architecture|Multi-Arch): *(.*)$/)) {
    const name = fields.get('Package');
    const status = fields.get('Status');
    if (name === undefined || (status !== undefined && !status.endsWith(' installed'))) continue;
    const several = fields.get('Multi-Arch') === 'same' && fields.has('Architecture');
    const full = several ? `${name}:${fields.get('Architecture')}` : name;
    packages.push({ name: full, version: fields.get('Version') ?? '' });
  }
  return packages;
}

/** Paragraphs of one letter, colon, value (apk-package(5), "installed"). */
function apkPackages(text: string): readonly Omit<Package, 'manager'>[] {
  return paragraphs(text, /^([PV]):(.*)$/).flatMap((fields) => {
    const name = fields.get('P');
    return name === undefined ? [] : [{ name, version: fields.get('V') ?? '' }];
  });
}

function paragraphs(text: string, field: RegExp): readonly ReadonlyMap<string, string>[] {
  const all: Map<string, string>[] = [];
  let fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      if (fields.size > 0) all.push(fields);
      fields = new Map();
      continue;
    }
    // A line longer than that is a file list or a description.
    const match = line.length > 1000 ? null : field.exec(line);
    if (match?.[1] !== undefined) fields.set(match[1], (match[2] ?? '').trim().slice(0, MAX_FIELD));
  }
  if (fields.size > 0) all.push(fields);
  return all;
}
