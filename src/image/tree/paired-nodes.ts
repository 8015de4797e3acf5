import type { ImageTree, TreeNode } from './image-tree.ts';
import { compareTreePaths } from './tree-order.ts';

/** Takes what two trees hold at one path; at least one of them holds something. */
export type TakePair = (before: TreeNode | undefined, after: TreeNode | undefined) => void;

/**
 * Every path of two trees, once, in the trees' order. Both are in it already, so no path is looked up. Not a generator:
 * of two trees of hundreds of thousands of paths, handing pairs over took as long as comparing them.
 */
export function pairNodes(before: ImageTree, after: ImageTree, take: TakePair): void {
  const olds = before.nodes.values();
  const news = after.nodes.values();
  let old = olds.next().value;
  let fresh = news.next().value;
  while (old !== undefined || fresh !== undefined) {
    const order = old === undefined ? 1 : fresh === undefined ? -1 : compareTreePaths(old.path, fresh.path);
    take(order <= 0 ? old : undefined, order >= 0 ? fresh : undefined);
    if (order <= 0) old = olds.next().value;
    if (order >= 0) fresh = news.next().value;
  }
}
