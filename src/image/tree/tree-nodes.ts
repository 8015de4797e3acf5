import type { TreeNode } from './image-tree.ts';
import { type Place, splitPath } from './place.ts';

/** The places of a finished tree. */
export interface Places {
  readonly root: Place;
  /** Every folder by its path. */
  readonly folders: ReadonlyMap<string, Place>;
}

/**
 * The nodes of a tree by path, in its order, out of the places that it was built with: a map of its own would cost
 * half as much as building the tree. What needs the order, made with the first question for it, is kept.
 */
export class TreeNodes implements ReadonlyMap<string, TreeNode> {
  readonly #places: Places;
  readonly #names = new Map<Place, readonly string[]>();
  #inOrder: readonly TreeNode[] | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  get(path: string): TreeNode | undefined {
    const { root, folders } = this.#places;
    if (path === '') return root.node;
    const [folder, name] = splitPath(path);
    return folders.get(folder)?.children?.get(name)?.node;
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  get size(): number {
    return this.#nodes().length;
  }

  /** Names directly inside a folder, sorted. */
  namesIn(folder: string): readonly string[] {
    const place = this.#places.folders.get(folder);
    if (place?.children === undefined) return [];
    let names = this.#names.get(place);
    if (names === undefined) {
      names = [...place.children.keys()].sort();
      this.#names.set(place, names);
    }
    return names;
  }

  values(): MapIterator<TreeNode> {
    return this.#nodes().values();
  }

  *keys(): MapIterator<string> {
    for (const { path } of this.#nodes()) yield path;
  }

  *entries(): MapIterator<[string, TreeNode]> {
    for (const node of this.#nodes()) yield [node.path, node];
  }

  [Symbol.iterator](): MapIterator<[string, TreeNode]> {
    return this.entries();
  }

  forEach(each: (node: TreeNode, path: string, nodes: ReadonlyMap<string, TreeNode>) => void): void {
    for (const node of this.#nodes()) each(node, node.path, this);
  }

  #nodes(): readonly TreeNode[] {
    this.#inOrder ??= sortedBelow(this.#places.root);
    return this.#inOrder;
  }
}

/** Sorted by component, not by whole path: that keeps `a/b` before `a.b` and a folder's content together. */
function sortedBelow(root: Place): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const pending = [root];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    nodes.push(place.node);
    const { children } = place;
    if (children === undefined) continue;
    const places = inOrder(children);
    for (let i = places.length - 1; i >= 0; i--) pending.push(places[i] as Place);
  }
  return nodes;
}

/** Most tars are sorted by name already; then no name is looked up again. */
function inOrder(children: ReadonlyMap<string, Place>): readonly Place[] {
  let before = '';
  for (const name of children.keys()) {
    if (name < before) {
      const names = [...children.keys()].sort();
      return names.map((one) => children.get(one) as Place);
    }
    before = name;
  }
  return [...children.values()];
}
