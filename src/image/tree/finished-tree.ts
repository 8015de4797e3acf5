import type { ImageTree, Resolution, TreeNode } from './image-tree.ts';
import { type Place, walk, walkedPath } from './place.ts';

/** Freezes the places below `root` into the tree that the other rooms read. */
export function finishTree(root: Place, gone: ImageTree['gone'], unknowns: ImageTree['unknowns']): ImageTree {
  const nodes = new Map<string, TreeNode>();
  const names = new Map<string, readonly string[]>();
  const pending = [root];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    nodes.set(place.node.path, place.node);
    const { children } = place;
    if (children === undefined || children.size === 0) continue;
    // Sorting by component, not by whole path, keeps `a/b` before `a.b` and a folder's content together.
    const sorted = [...children.keys()].sort();
    names.set(place.node.path, sorted);
    for (let i = sorted.length - 1; i >= 0; i--) pending.push(children.get(sorted[i] as string) as Place);
  }
  return {
    nodes,
    gone,
    ...(unknowns === undefined ? {} : { unknowns }),
    get: (path) => nodes.get(path),
    children: (path) => names.get(path) ?? [],
    resolve: (path, from = '') => resolve(root, path.startsWith('/') ? path : `${from}/${path}`),
  };
}

/** As the kernel resolves a path (path_resolution(7)) with the tree's root as root. */
function resolve(root: Place, path: string): Resolution {
  const outcome = walk(root, path);
  const { place, rest, via } = outcome;
  if (outcome.loop) return { kind: 'loop', via };
  const emptyLink = place.node.entry.kind === 'symlink';
  if (rest.length > 0 || outcome.broken || emptyLink) {
    return { kind: 'missing', path: walkedPath(outcome), via };
  }
  return { kind: 'found', node: place.node, via };
}
