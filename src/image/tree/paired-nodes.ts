import type { ImageTree, TreeNode } from './image-tree.ts';
import { compareTreePaths } from './tree-order.ts';

/** What two trees hold at one path; at least one of them holds something. */
export interface PairedNodes {
  readonly before: TreeNode | undefined;
  readonly after: TreeNode | undefined;
}

/** Every path of two trees, once, in the trees' order. Both are in it already, so no path is looked up. */
export function* pairedNodes(before: ImageTree, after: ImageTree): Generator<PairedNodes> {
  const olds = before.nodes.values();
  const news = after.nodes.values();
  let old = olds.next().value;
  let fresh = news.next().value;
  while (old !== undefined || fresh !== undefined) {
    const order = old === undefined ? 1 : fresh === undefined ? -1 : compareTreePaths(old.path, fresh.path);
    yield { before: order <= 0 ? old : undefined, after: order >= 0 ? fresh : undefined };
    if (order <= 0) old = olds.next().value;
    if (order >= 0) fresh = news.next().value;
  }
}
