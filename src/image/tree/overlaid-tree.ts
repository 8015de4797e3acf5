import type { ImageTree, TreeNode } from './image-tree.ts';
import { splitPath } from './place.ts';
import { compareTreePaths } from './tree-order.ts';

/**
 * A tree with further files laid over it, each at a path where no link leads elsewhere. The tree itself is not built
 * anew, so it costs what is laid over it.
 */
export function overlaidTree(base: ImageTree, files: readonly TreeNode[]): ImageTree {
  const added = new Map(files.map((node) => [node.path, node]));
  const nodes = new OverlaidNodes(base.nodes, added);
  const namesIn = new Map<string, Set<string>>();
  for (const path of added.keys()) {
    let [folder, name] = splitPath(path);
    for (;;) {
      const names = namesIn.get(folder) ?? new Set();
      namesIn.set(folder, names.add(name));
      if (folder === '') break;
      [folder, name] = splitPath(folder);
    }
  }
  return {
    nodes,
    gone: base.gone,
    ...(base.unknowns !== undefined && { unknowns: base.unknowns }),
    get: (path) => nodes.get(path),
    children: (path) => {
      const more = namesIn.get(path);
      const own = base.children(path);
      return more === undefined ? own : [...new Set([...own, ...more])].sort();
    },
    resolve: (path, from) => {
      const found = base.resolve(path, from);
      if (found.kind === 'loop') return found;
      const node = added.get(found.kind === 'found' ? found.node.path : found.path);
      return node === undefined ? found : { kind: 'found', node, via: found.via };
    },
  };
}

/** Nodes of two trees, those laid over in front, in tree order. */
class OverlaidNodes implements ReadonlyMap<string, TreeNode> {
  readonly #base: ReadonlyMap<string, TreeNode>;
  readonly #added: ReadonlyMap<string, TreeNode>;

  constructor(base: ReadonlyMap<string, TreeNode>, added: ReadonlyMap<string, TreeNode>) {
    this.#base = base;
    this.#added = added;
  }

  get(path: string): TreeNode | undefined {
    return this.#added.get(path) ?? this.#base.get(path);
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  get size(): number {
    let size = this.#base.size;
    for (const path of this.#added.keys()) if (!this.#base.has(path)) size++;
    return size;
  }

  *values(): MapIterator<TreeNode> {
    const added = [...this.#added.values()].sort((a, b) => compareTreePaths(a.path, b.path));
    let next = 0;
    for (const node of this.#base.values()) {
      for (let first = added[next]; first !== undefined; first = added[next]) {
        if (compareTreePaths(first.path, node.path) >= 0) break;
        next++;
        yield first;
      }
      if (added[next]?.path === node.path) yield added[next++] as TreeNode;
      else yield node;
    }
    yield* added.slice(next);
  }

  *keys(): MapIterator<string> {
    for (const { path } of this.values()) yield path;
  }

  *entries(): MapIterator<[string, TreeNode]> {
    for (const node of this.values()) yield [node.path, node];
  }

  [Symbol.iterator](): MapIterator<[string, TreeNode]> {
    return this.entries();
  }

  forEach(each: (node: TreeNode, path: string, nodes: ReadonlyMap<string, TreeNode>) => void): void {
    for (const node of this.values()) each(node, node.path, this);
  }
}
