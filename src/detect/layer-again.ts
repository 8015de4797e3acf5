import type { TreeNode } from '../image/tree/image-tree.ts';
import type { LayerView } from './detector.ts';
import type { ImageParts } from './image-parts.ts';

/** Files of the merged tree as one layer, to be looked at once more as what runs. Nothing is read but them. */
export function layerAgain(
  again: NonNullable<LayerView['again']>,
  nodes: readonly TreeNode[],
  parts: ImageParts,
): LayerView {
  const layerOf = new Map(nodes.map(({ entry, contentLayer }) => [entry, contentLayer]));
  return {
    facts: { diffId: `sha256:${again}`, size: 0, entries: nodes.map(({ entry }) => entry), unknowns: [] },
    marks: [],
    marked: [],
    again,
    text: (entry) => parts.text(layerOf.get(entry) ?? 0, entry),
  };
}
