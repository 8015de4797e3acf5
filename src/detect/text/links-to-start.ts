import { isStartedPlace } from '../../image/started-places.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';

const MAX_LINKED = 200;
const links = new WeakMap<ImageTree, readonly { readonly link: string; readonly file: string }[]>();

/** Links in places from which things are started, to files that are not: by the link's place they mean something else. */
export function linksToStart(tree: ImageTree): readonly { readonly link: string; readonly file: string }[] {
  const known = links.get(tree);
  if (known !== undefined) return known;
  const found: { link: string; file: string }[] = [];
  for (const { path, entry } of tree.nodes.values()) {
    if (entry.kind !== 'symlink' || !isStartedPlace(path) || found.length >= MAX_LINKED) continue;
    const target = tree.resolve(path);
    if (target.kind !== 'found' || target.node.entry.kind !== 'file' || isStartedPlace(target.node.path))
      continue;
    found.push({ link: path, file: target.node.path });
  }
  links.set(tree, found);
  return found;
}
