import type { Limits } from '../base/limits.ts';
import type { KnownSource } from '../explain/index.ts';
import { programKind } from '../image/program-files.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { openFolder, type PlainFolder } from '../source/work-tree/index.ts';

/**
 * A source tree that the user named, to be compared with the programs of images. Of its files only those are read that
 * have the size of a program of an image, each once.
 */
export class SourceTree {
  readonly #folder: PlainFolder;
  readonly #limits: Limits;
  /** Paths by size, sorted. */
  readonly #bySize: ReadonlyMap<number, readonly string[]>;
  readonly #notes: string[];
  readonly #hashed = new Set<number>();
  readonly #byHash = new Map<string, string>();
  #bytesLeft: number;

  private constructor(folder: PlainFolder, limits: Limits) {
    this.#folder = folder;
    this.#limits = limits;
    this.#notes = [...folder.notes];
    this.#bytesLeft = limits.maxSourceBytes;
    const paths = [...folder.files.keys()].filter((path) => folder.sizes.has(path));
    this.#bySize = Map.groupBy(paths, (path) => folder.sizes.get(path) ?? 0);
  }

  /**
   * Lists the files below a folder, as they lie there.
   *
   * @throws ClearpullError `target-not-found` when it is none, or cannot be read
   */
  static open(folder: string, limits: Limits, signal?: AbortSignal): SourceTree {
    return new SourceTree(openFolder(folder, limits, signal), limits);
  }

  /** What of it may lie in an image: files with the sizes that programs of the image have. Throws `interrupted`. */
  async knownFor(tree: ImageTree): Promise<KnownSource> {
    const paths: string[] = [];
    for (const size of sizesOfPrograms(tree)) {
      if (this.#hashed.has(size)) continue;
      this.#hashed.add(size);
      paths.push(...this.#affordable(this.#bySize.get(size) ?? [], size));
    }
    for (const [path, { sha256 }] of await this.#folder.digests(paths)) {
      if (!this.#byHash.has(sha256)) this.#byHash.set(sha256, path);
    }
    return { pathByHash: this.#byHash, notes: this.#notes };
  }

  /** As many of the files as may still be read. */
  #affordable(paths: readonly string[], size: number): readonly string[] {
    const { maxSourceBytes, maxSourceFileBytes } = this.#limits;
    const tooLarge = size > maxSourceFileBytes;
    const count = tooLarge ? 0 : Math.min(paths.length, Math.floor(this.#bytesLeft / size));
    this.#bytesLeft -= count * size;
    if (count < paths.length) {
      const limit = tooLarge
        ? `maxSourceFileBytes (${maxSourceFileBytes})`
        : `maxSourceBytes (${maxSourceBytes})`;
      const note = `Not all of the source tree was compared: more than ${limit}.`;
      if (!this.#notes.includes(note)) this.#notes.push(note);
    }
    return paths.slice(0, count);
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
