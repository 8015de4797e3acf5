import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { EntryKind, LayerFacts } from '../image/layer-facts.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { LayerSummary } from './assessment.ts';

/**
 * One summary a layer, bottom first. Counted are files and links, not folders (a layer repeats the folders
 * above what it holds): `changed` are there again, in content or only in mode or owner, `removed` are those
 * of the layers below that are gone after it, `added` are new. Linear in entries and gone paths.
 */
export function summarizeLayers(
  image: Image,
  layers: readonly { readonly facts?: LayerFacts }[],
  tree: ImageTree,
  explanation: Explanation,
): readonly LayerSummary[] {
  const counts = countChanges(
    layers.map(({ facts }) => facts),
    tree,
  );
  return image.layers.map((source, index) => {
    const facts = layers[index]?.facts;
    const diffId = facts?.diffId ?? source.diffId;
    const instruction = explanation.instructionOfLayer[index]?.text;
    return {
      index,
      digest: source.blob.digest ?? diffId ?? image.digest,
      ...(diffId === undefined ? {} : { diffId }),
      mediaType: source.blob.mediaType,
      ...(source.blob.size === undefined ? {} : { compressedSize: source.blob.size }),
      ...(facts === undefined ? {} : { size: facts.size }),
      ...(instruction === undefined ? {} : { instruction }),
      ...(counts[index] ?? { files: 0, added: 0, changed: 0, removed: 0 }),
    };
  });
}

type Counts = Pick<LayerSummary, 'files' | 'added' | 'changed' | 'removed'>;

function countChanges(layers: readonly (LayerFacts | undefined)[], tree: ImageTree): readonly Counts[] {
  const goneIn = layers.map((): string[] => []);
  for (const gone of tree.gone) {
    if (gone.goneIn > gone.layer && isFile(gone.entry.kind)) goneIn[gone.goneIn]?.push(gone.path);
  }
  // The last layer that has a path, of those so far, for what is not gone since: one map, for there are many paths.
  const lastIn = new Map<string, number>();
  return layers.map((facts, layer) => {
    let files = 0;
    let changed = 0;
    for (const entry of facts?.entries ?? []) {
      if (!isFile(entry.kind) || entry.host !== undefined) continue;
      const { path } = entry;
      const last = lastIn.get(path);
      if (last === layer) continue;
      files++;
      if (last !== undefined) changed++;
      lastIn.set(path, layer);
    }
    let removed = 0;
    for (const path of goneIn[layer] ?? []) {
      if (lastIn.get(path) === layer) continue;
      removed++;
      lastIn.delete(path);
    }
    return { files, added: files - changed, changed, removed };
  });
}

function isFile(kind: EntryKind): boolean {
  return kind !== 'directory' && kind !== 'whiteout' && kind !== 'opaque';
}
