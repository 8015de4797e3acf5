import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
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
  const byHost = new Map<number, ReadonlyMap<string, readonly LayerEntry[]>>();
  return {
    tree,
    textOf,
    membersOf: ({ layer, host, prefix }) => {
      let hosts = byHost.get(layer);
      if (hosts === undefined) {
        hosts = Map.groupBy(
          (layers[layer]?.entries ?? []).filter((entry) => entry.host !== undefined),
          (entry) => entry.host ?? '',
        );
        byHost.set(layer, hosts);
      }
      const start = `${prefix}!/`;
      return (hosts.get(host) ?? []).filter(
        ({ path }) => path.startsWith(start) && !path.includes('!/', start.length),
      );
    },
  };
}
