import type { ProgramKind } from '../../image/program-files.ts';
import type { ImageTree, TreeNode } from '../../image/tree/image-tree.ts';

export type Algorithm = 'md5' | 'sha1' | 'sha256';

/** A digest as a package database notes it, in hex. */
export interface NotedDigest {
  readonly algorithm: Algorithm;
  readonly hex: string;
}

/** One package's word about a file. */
export interface Claim {
  readonly database: string;
  readonly owner: string;
  readonly digest?: NotedDigest;
  /** The layer that changed or removed the list it is from, where that is no longer there. */
  readonly until?: number;
}

export interface Program {
  readonly node: TreeNode;
  readonly kind: ProgramKind;
  readonly claims: Claim[];
}

/** More packages than that do not share a file. */
const MAX_CLAIMS = 16;
/** Different folders that databases may name before no more are looked up. */
const MAX_FOLDERS = 200_000;

/** The programs of an image by folder, and who claims them. */
export class Ledger {
  readonly programs: Program[] = [];
  readonly #tree: ImageTree;
  /** Last parts of the programs' paths: most of what databases list is passed over by that alone. */
  readonly #names = new Set<string>();
  readonly #byFolder = new Map<string, Map<string, Program>>();
  /** Folders as databases write them, which may lead through links (`/bin` to `usr/bin`). */
  readonly #named = new Map<string, Map<string, Program> | undefined>();
  readonly #packages = new Map<string, Set<string>>();
  #indexed = 0;

  constructor(tree: ImageTree) {
    this.#tree = tree;
  }

  add(node: TreeNode, kind: ProgramKind): void {
    this.programs.push({ node, kind, claims: [] });
  }

  /** Takes up into the index what was added since; an image without databases never needs one. */
  #index(): void {
    for (; this.#indexed < this.programs.length; this.#indexed++) {
      this.#enter(this.programs[this.#indexed] as Program);
    }
  }

  #enter(program: Program): void {
    const { node } = program;
    const slash = node.path.lastIndexOf('/');
    const folder = slash === -1 ? '' : node.path.slice(0, slash);
    let names = this.#byFolder.get(folder);
    if (names === undefined) {
      names = new Map();
      this.#byFolder.set(folder, names);
    }
    const name = node.path.slice(slash + 1);
    this.#names.add(name);
    names.set(name, program);
  }

  /** Notes that a package is there at all, even if it has no programs. */
  addPackage(database: string, owner: string): void {
    const owners = this.#packages.get(database);
    if (owners === undefined) this.#packages.set(database, new Set([owner]));
    else owners.add(owner);
  }

  /** A package lists a path (with or without leading slash). What is no program of the image is passed over. */
  claim(path: string, claim: Claim): void {
    this.#index();
    const end = path.lastIndexOf('/');
    const name = path.slice(end + 1);
    if (!this.#names.has(name)) return;
    const start = path.startsWith('/') ? 1 : 0;
    const program = this.#folder(end <= start ? '' : path.slice(start, end))?.get(name);
    if (program === undefined || program.claims.length >= MAX_CLAIMS) return;
    const { claims } = program;
    // A list of files and a list of digests are two words of the same package: the one with the digest stays.
    const same = claims.findIndex(
      ({ database, owner, digest }) =>
        database === claim.database &&
        owner === claim.owner &&
        (digest === undefined || claim.digest === undefined),
    );
    if (same === -1) claims.push(claim);
    else if (claims[same]?.digest === undefined) claims[same] = claim;
  }

  packagesOf(database: string): number {
    return this.#packages.get(database)?.size ?? 0;
  }

  #folder(named: string): Map<string, Program> | undefined {
    if (this.#named.has(named)) return this.#named.get(named);
    const direct = this.#byFolder.get(named);
    if (direct === undefined && this.#named.size >= MAX_FOLDERS) return undefined;
    const found = direct === undefined ? this.#tree.resolve(named) : undefined;
    const programs = direct ?? (found?.kind === 'found' ? this.#byFolder.get(found.node.path) : undefined);
    this.#named.set(named, programs);
    return programs;
  }
}
