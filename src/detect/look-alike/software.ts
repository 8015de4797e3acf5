import { baseName } from '../../base/base-name.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { ImageView } from '../detector.ts';
import { SOFTWARE } from './well-known.ts';

/** True when some file, link or folder of the image is named like the software's. */
export function holds(tree: ImageTree, name: string): boolean {
  const beginnings = SOFTWARE[name] ?? [];
  for (const path of tree.nodes.keys()) {
    const last = baseName(path).toLowerCase();
    if (beginnings.some((beginning) => last.startsWith(beginning))) return true;
  }
  return false;
}

/** Only of what was read to its end can be said that something is not in it. */
export function isWhollyRead({ layers, tree }: ImageView): boolean {
  return (
    layers.length > 0 &&
    layers.every((facts) => facts !== undefined && facts.unknowns.length === 0) &&
    (tree.unknowns ?? []).length === 0
  );
}
