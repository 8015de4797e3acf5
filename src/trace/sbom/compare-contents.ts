import type { PackageManager, Packages } from '../../explain/index.ts';
import type { Contents } from './read-contents.ts';

/** How a list of contents and the image's own databases differ; each a package, `dpkg libc6 2.36-9`. */
export interface ContentsDifference {
  /** Packages that both have, in the same version. */
  readonly same: number;
  readonly listedButAbsent: readonly string[];
  readonly presentButUnlisted: readonly string[];
  readonly versionsThatDiffer: readonly string[];
  /** Kinds of packages that are in the image and of which the list has none at all. */
  readonly notCovered: readonly PackageManager[];
}

/** Compares by kind, name and version; architectures are left out, as lists write them in many ways. */
export function compareContents(contents: Contents, packages: Packages): ContentsDifference {
  const listed = versionsByName(contents.packages);
  const present = versionsByName(
    [...packages.byKey.values()].map((one) => ({ ...one, name: plainName(one.name) })),
  );
  const covered = new Set(contents.packages.map(({ manager }) => manager));
  const listedButAbsent: string[] = [];
  const versionsThatDiffer: string[] = [];
  let same = 0;
  for (const [name, versions] of listed) {
    const found = present.get(name);
    if (found === undefined) listedButAbsent.push(`${name} ${[...versions].join(', ')}`);
    else if ([...versions].every((version) => found.has(version))) same++;
    else
      versionsThatDiffer.push(
        `${name}: listed ${[...versions].join(', ')}, in the image ${[...found].join(', ')}`,
      );
  }
  const unlisted = [...present].filter(([name]) => !listed.has(name));
  const managers = new Set([...packages.byKey.values()].map(({ manager }) => manager));
  return {
    same,
    listedButAbsent,
    presentButUnlisted: unlisted
      .filter(([name]) => [...covered].some((manager) => name.startsWith(`${manager} `)))
      .map(([name, versions]) => `${name} ${[...versions].join(', ')}`),
    versionsThatDiffer,
    notCovered: [...managers].filter((manager) => !covered.has(manager)),
  };
}

function versionsByName(
  all: readonly { readonly manager: PackageManager; readonly name: string; readonly version: string }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const versions = new Map<string, Set<string>>();
  for (const { manager, name, version } of all) {
    const key = `${manager} ${name}`;
    const known = versions.get(key);
    if (known === undefined) versions.set(key, new Set([version]));
    else known.add(version);
  }
  return new Map([...versions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** dpkg's name without the architecture. */
function plainName(name: string): string {
  return name.replace(/:[a-z0-9-]+$/, '');
}
