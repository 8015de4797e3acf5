import { type Inventory, type PackageKind, SYSTEM_KINDS } from '../../explain/index.ts';
import type { Contents } from './read-contents.ts';

/** How a list of contents and what the image says of itself differ; each a package, `dpkg libc6 2.36-9`. */
export interface PackagesDifference {
  readonly listedButAbsent: readonly string[];
  readonly presentButUnlisted: readonly string[];
  readonly versionsThatDiffer: readonly string[];
}

export interface ContentsDifference {
  /** Packages that both have, in the same version. */
  readonly same: number;
  /** Of the system's package managers, whose databases say all that they installed. */
  readonly system: PackagesDifference;
  /** Of languages, of which only what shows is known: it may be built in, packed in or taken from a lock file. */
  readonly languages: PackagesDifference;
  /** Kinds of packages that are in the image and of which the list has none at all. */
  readonly notCovered: readonly PackageKind[];
}

type Versions = ReadonlyMap<string, ReadonlySet<string>>;

/** Compares by kind, name and version; architectures are left out, as lists write them in many ways. */
export function compareContents(contents: Contents, packages: Inventory): ContentsDifference {
  const listed = versionsByName(contents.packages);
  const present = versionsByName(
    packages.all.map((one) => ({ ...one, name: one.manager === 'dpkg' ? plainName(one.name) : one.name })),
  );
  const managers = new Set(packages.all.map(({ manager }) => manager));
  const covered = new Set(contents.packages.map(({ manager }) => manager));
  const isSystem = (name: string): boolean => SYSTEM_KINDS.some((one) => name.startsWith(`${one} `));
  return {
    same: [...listed].filter(([name, versions]) => agree(versions, present.get(name))).length,
    system: differences(listed, present, covered, isSystem),
    languages: differences(listed, present, covered, (name) => !isSystem(name)),
    notCovered: [...managers].filter((manager) => !covered.has(manager)),
  };
}

function differences(
  listed: Versions,
  present: Versions,
  covered: ReadonlySet<PackageKind>,
  counts: (name: string) => boolean,
): PackagesDifference {
  const listedButAbsent: string[] = [];
  const versionsThatDiffer: string[] = [];
  for (const [name, versions] of listed) {
    const found = present.get(name);
    if (!counts(name) || agree(versions, found)) continue;
    if (found === undefined) listedButAbsent.push(`${name} ${[...versions].join(', ')}`);
    else {
      const others = [...found].join(', ');
      versionsThatDiffer.push(`${name}: listed ${[...versions].join(', ')}, in the image ${others}`);
    }
  }
  const unlisted = [...present].filter(
    ([name]) => counts(name) && !listed.has(name) && [...covered].some((one) => name.startsWith(`${one} `)),
  );
  return {
    listedButAbsent,
    presentButUnlisted: unlisted.map(([name, versions]) => `${name} ${[...versions].join(', ')}`.trimEnd()),
    versionsThatDiffer,
  };
}

/** Every version listed is there; one that cannot be seen may be any. */
function agree(listed: ReadonlySet<string>, found: ReadonlySet<string> | undefined): boolean {
  return found !== undefined && (found.has('') || [...listed].every((version) => found.has(version)));
}

function versionsByName(
  all: readonly { readonly manager: PackageKind; readonly name: string; readonly version: string }[],
): Versions {
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
