import type { ImageTree, TreeNode } from './image-tree.ts';
import { joinPath } from './place.ts';

/**
 * Everything in some folders, in the tree's order within each: for what is looked for in a few places, without walking all
 * hundreds of thousands of paths of an image.
 *
 * @param folders without leading slash; none below another
 */
export function nodesBelow(tree: ImageTree, folders: readonly string[]): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending = [...folders].reverse().flatMap((folder) => childrenOf(tree, folder));
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const node = tree.get(path);
    if (node === undefined) continue;
    found.push(node);
    if (node.entry.kind === 'directory') for (const child of childrenOf(tree, path)) pending.push(child);
  }
  return found;
}

/** The last one first, as they are put on a stack. */
function childrenOf(tree: ImageTree, folder: string): readonly string[] {
  return tree
    .children(folder)
    .map((name) => joinPath(folder, name))
    .reverse();
}
