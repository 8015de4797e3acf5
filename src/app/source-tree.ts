import { createHash } from 'node:crypto';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import type { Limits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import type { KnownSource } from '../explain/index.ts';
import { programKind } from '../image/program-files.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { PLAIN_FILE_FLAGS } from '../source/open-flags.ts';

/** What git keeps for itself is packed: nothing of it lies in an image as it is. */
const NOT_READ: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);
const MAX_DEPTH = 200;

/**
 * A source tree that the user named, to be compared with what is in images. Only files are read, each once, and only
 * those that have the size of a program of an image; links are not followed.
 */
export class SourceTree {
  readonly #root: string;
  readonly #limits: Limits;
  /** Paths below the root by size. */
  readonly #bySize: ReadonlyMap<number, readonly string[]>;
  readonly #notes: string[];
  readonly #hashed = new Set<number>();
  readonly #byHash = new Map<string, string>();
  #bytesLeft: number;

  private constructor(root: string, limits: Limits, files: Files) {
    this.#root = root;
    this.#limits = limits;
    this.#bySize = files.bySize;
    this.#notes = files.notes;
    this.#bytesLeft = limits.maxSourceBytes;
  }

  /** Lists the files below a folder. Throws `usage` when it is none, or cannot be read. */
  static async open(folder: string, limits: Limits): Promise<SourceTree> {
    const hint = 'Name the folder of a checkout.';
    let root: string;
    try {
      root = await realpath(folder);
      if (!(await stat(root)).isDirectory())
        throw new ClearpullError('usage', `${visible(folder)} is no folder.`, { hint });
    } catch (cause) {
      if (cause instanceof ClearpullError) throw cause;
      throw new ClearpullError('usage', `The source tree ${visible(folder)} cannot be read.`, {
        hint,
        cause,
      });
    }
    return new SourceTree(root, limits, await listFiles(root, limits));
  }

  /** What of it may lie in an image: files with the sizes that programs of the image have. */
  async knownFor(tree: ImageTree): Promise<KnownSource> {
    for (const size of sizesOfPrograms(tree)) {
      if (this.#hashed.has(size)) continue;
      this.#hashed.add(size);
      for (const path of this.#bySize.get(size) ?? []) await this.#hash(path, size);
    }
    return { pathByHash: this.#byHash, notes: this.#notes };
  }

  async #hash(path: string, size: number): Promise<void> {
    if (this.#bytesLeft < size) {
      const note = `Not all of the source tree was compared: more than maxSourceBytes (${this.#limits.maxSourceBytes}).`;
      if (!this.#notes.includes(note)) this.#notes.push(note);
      return;
    }
    this.#bytesLeft -= size;
    const hash = await hashOf(join(this.#root, path), size);
    if (hash !== undefined && !this.#byHash.has(hash)) this.#byHash.set(hash, path);
  }
}

/** Sorted, so that of equal files the same one is named each time. */
function sizesOfPrograms(tree: ImageTree): readonly number[] {
  const sizes = new Set<number>();
  for (const { entry } of tree.nodes.values()) {
    if (entry.size > 0 && programKind(entry) !== undefined) sizes.add(entry.size);
  }
  return [...sizes].sort((a, b) => a - b);
}

interface Files {
  readonly bySize: ReadonlyMap<number, readonly string[]>;
  readonly notes: string[];
}

async function listFiles(root: string, limits: Limits): Promise<Files> {
  const bySize = new Map<number, string[]>();
  const notes: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let count = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = await readdir(join(root, folder.path), { withFileTypes: true }).catch(() => []);
    const inner: typeof pending = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_READ.has(entry.name) && folder.depth < MAX_DEPTH)
          inner.push({ path, depth: folder.depth + 1 });
        continue;
      }
      if (!entry.isFile()) continue;
      if (++count > limits.maxSourceFiles) {
        notes.push(
          `Not all of the source tree was compared: more than maxSourceFiles (${limits.maxSourceFiles}).`,
        );
        return { bySize, notes };
      }
      const size = await sizeOf(join(root, path));
      if (size === undefined) continue;
      const same = bySize.get(size);
      if (same === undefined) bySize.set(size, [path]);
      else same.push(path);
    }
    pending.push(...inner.reverse());
  }
  return { bySize, notes };
}

/** Undefined for what vanished meanwhile. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for what vanished, or became a link or another size meanwhile. */
async function hashOf(path: string, size: number): Promise<string | undefined> {
  try {
    const file = await open(path, PLAIN_FILE_FLAGS);
    try {
      const hash = createHash('sha256');
      let read = 0;
      for await (const chunk of file.createReadStream({ autoClose: false })) {
        const piece = chunk as Buffer;
        read += piece.length;
        if (read > size) return undefined;
        hash.update(piece);
      }
      return read === size ? hash.digest('hex') : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
