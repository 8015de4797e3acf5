import type { SourceFile, SourceTree } from '../../source/work-tree/index.ts';
import { matchesPath, parsePattern } from './glob.ts';

/** The files that a builder is given: a folder of the source tree without what its `.dockerignore` leaves out. */
export class BuildContext {
  /** In the source tree, without slashes around; '' is the whole tree. */
  readonly folder: string;
  readonly #files: ReadonlyMap<string, SourceFile>;
  /** Sorted by code unit, so that what lies in one folder stands together. */
  readonly #paths: readonly string[];

  constructor(tree: SourceTree, folder: string, leavesOut: (path: string) => boolean) {
    this.folder = folder;
    const prefix = folder === '' ? '' : `${folder}/`;
    const files = new Map<string, SourceFile>();
    for (const [path, file] of tree.files) {
      if (!path.startsWith(prefix)) continue;
      const inside = path.slice(prefix.length);
      if (!leavesOut(inside)) files.set(inside, file);
    }
    this.#files = files;
    this.#paths = [...files.keys()].sort();
  }

  file(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  /** Paths of the files below a folder, relative to the context; all for ''. */
  below(folder: string): readonly string[] {
    if (folder === '') return this.#paths;
    const from = this.#firstFrom(`${folder}/`);
    // `0` is the character behind `/`.
    return this.#paths.slice(from, this.#firstFrom(`${folder}0`));
  }

  /** Files and folders that a word of COPY names; it may have wildcards. Empty when there are none. */
  named(word: string): readonly { readonly path: string; readonly kind: 'file' | 'folder' }[] {
    // A path that begins at the root begins at the context's.
    const pattern = parsePattern(word);
    if (pattern === undefined) return [];
    if (pattern.literal) {
      const path = pattern.parts.join('/');
      if (this.#files.has(path)) return [{ path, kind: 'file' }];
      return this.below(path).length > 0 || path === '' ? [{ path, kind: 'folder' }] : [];
    }
    const depth = pattern.parts.length;
    const found = new Map<string, 'file' | 'folder'>();
    for (const path of this.#paths) {
      const parts = path.split('/');
      if (parts.length < depth) continue;
      const head = parts.slice(0, depth);
      const key = head.join('/');
      if (!found.has(key) && matchesPath(pattern, head))
        found.set(key, parts.length === depth ? 'file' : 'folder');
    }
    return [...found].map(([path, kind]) => ({ path, kind }));
  }

  #firstFrom(text: string): number {
    let [low, high] = [0, this.#paths.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#paths[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
