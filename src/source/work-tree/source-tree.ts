/** A source tree that the user named: a plain folder, or a git checkout at one commit. */
export interface SourceTree {
  /** As the user named it. */
  readonly where: string;
  /** By path without leading slash, sorted by code unit. Folders are not listed: git knows none. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Absent for a plain folder. */
  readonly git?: GitState;
  /** What of it could not be read, one sentence each. */
  readonly notes: readonly string[];
  /** The bytes of a small file; undefined when it is not there, is no file or is larger than `cap`. */
  read(path: string, cap: number): Promise<Uint8Array | undefined>;
  /** Digests of the files named; those that cannot be read are left out. Throws `interrupted`. */
  digests(paths: Iterable<string>): Promise<ReadonlyMap<string, FileDigest>>;
}

export interface SourceFile {
  readonly path: string;
  /** `submodule`: a commit of another repository, whose files are not here. */
  readonly kind: 'file' | 'symlink' | 'submodule';
}

export interface FileDigest {
  /** Hex. For a symbolic link, of its target as text. */
  readonly sha256: string;
  /** For a symbolic link, its target. */
  readonly target?: string;
  /** What a pointer of Git LFS stands for (git-lfs, docs/spec.md): the sha256 of the real file. */
  readonly lfs?: string;
}

/** What a git checkout says of the commit that is compared. */
export interface GitState {
  /** The commit that `files` are of, in full. */
  readonly revision: string;
  /** The commit that the checkout stands at; undefined in a repository without one. */
  readonly head?: string;
  /** Branch that is checked out. */
  readonly branch?: string;
  /** Tags that point at `revision`, and branches that contain it, some of them when there are many. */
  readonly tags: readonly string[];
  readonly branches: readonly string[];
  /** Those of `tags` that carry a signature, which was not verified. */
  readonly signedTags: readonly string[];
  /** Paths in the folder that are not as in the commit checked out; undefined when that was not found out. */
  readonly changed?: readonly string[];
  /** The commit carries a signature of this kind, which was not verified. */
  readonly signed?: 'openpgp' | 'ssh' | 'x509';
  /** Addresses of the remotes, without credentials. */
  readonly remotes: readonly string[];
  /** History is cut off, so that a commit's absence says nothing. */
  readonly shallow: boolean;
  /** The full name of a commit that a revision names; undefined when this repository does not hold it. */
  commit(revision: string): Promise<string | undefined>;
}
