import type { ImageTree, Resolution } from './image-tree.ts';
import { type Place, walk, walkedPath } from './place.ts';
import { type Places, TreeNodes } from './tree-nodes.ts';

/** Freezes places into the tree that the other rooms read. */
export function finishTree(
  places: Places,
  gone: ImageTree['gone'],
  unknowns: ImageTree['unknowns'],
): ImageTree {
  const nodes = new TreeNodes(places);
  return {
    nodes,
    gone,
    ...(unknowns === undefined ? {} : { unknowns }),
    get: (path) => nodes.get(path),
    children: (path) => nodes.namesIn(path),
    resolve: (path, from = '') => resolve(places.root, path.startsWith('/') ? path : `${from}/${path}`),
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
