import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { membersOf } from '../text/archive-members.ts';
import type { Archive } from './start-file.ts';

/** The image that a start chain works on. */
export interface StartImage {
  readonly tree: ImageTree;
  textOf(layer: number, entry: LayerEntry): string | undefined;
  /** What lies in an archive itself, and not in an archive in it. */
  membersOf(archive: Archive): readonly LayerEntry[];
}

export function startImage(
  tree: ImageTree,
  layers: readonly (LayerFacts | undefined)[],
  textOf: StartImage['textOf'],
): StartImage {
  return {
    tree,
    textOf,
    membersOf: ({ layer, host, prefix }) => {
      const facts = layers[layer];
      return facts === undefined ? [] : membersOf(facts, host, prefix);
    },
  };
}
