import type { Unknown } from '../../base/unknown.ts';
import type { LayerEntry } from '../layer-facts.ts';

/** One path of the merged tree: what a container would see there, and which layer put it there. */
export interface TreeNode {
  /** Without leading slash; the root is ''. */
  readonly path: string;
  /** The entry that describes what is there. For a hard link, the entry of the file that it links to. */
  readonly entry: LayerEntry;
  /** Index of the layer that put it there. */
  readonly layer: number;
  /** The file that this path is a hard link to, where it is one. */
  readonly hardlinkTo?: string;
  /** The layer that holds the bytes: another than `layer` where a hard link reaches into a lower layer. */
  readonly contentLayer: number;
  /** A folder that no entry describes, made because something lies in it. */
  readonly implicit?: boolean;
}

/** A path that an image carries in its layers though no container sees it. */
export interface GonePath {
  readonly path: string;
  readonly entry: LayerEntry;
  /** The layer that holds it. */
  readonly layer: number;
  readonly contentLayer: number;
  /** The layer that took it away. */
  readonly goneIn: number;
  /** `removed` by a whiteout, `replaced` by another entry at the path or above it. */
  readonly how: 'removed' | 'replaced';
}

/** The outcome of looking up a path as a program in the container would. */
export type Resolution =
  | { readonly kind: 'found'; readonly node: TreeNode; readonly via: readonly string[] }
  | { readonly kind: 'missing'; readonly path: string; readonly via: readonly string[] }
  | { readonly kind: 'loop'; readonly via: readonly string[] };

export interface ImageTree {
  /**
   * Every path of the merged tree, the root included, sorted component by component in code-unit order: a folder
   * comes before what lies in it, and nothing else comes between.
   */
  readonly nodes: ReadonlyMap<string, TreeNode>;
  /** In the order in which the layers took them away. */
  readonly gone: readonly GonePath[];
  /** What is missing in the tree because hostile layers went past a limit; absent when nothing is. */
  readonly unknowns?: readonly Unknown[];
  get(path: string): TreeNode | undefined;
  /** Names directly inside a folder, sorted. */
  children(path: string): readonly string[];
  /** Follows symbolic links, inside the tree only; a relative path starts at `from` (default the root). */
  resolve(path: string, from?: string): Resolution;
}
