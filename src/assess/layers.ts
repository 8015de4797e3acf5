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
  // For each path that is there, the last layer so far that holds it.
  const lastOf = new Map<string, number>();
  return layers.map((facts, layer) => {
    let [files, changed] = [0, 0];
    for (const { kind, path, host } of facts?.entries ?? []) {
      if (host !== undefined || !isFile(kind)) continue;
      const last = lastOf.get(path);
      if (last === layer) continue;
      files++;
      if (last !== undefined) changed++;
      lastOf.set(path, layer);
    }
    const removed = (goneIn[layer] ?? []).filter((path) => lastOf.get(path) !== layer);
    for (const path of removed) lastOf.delete(path);
    return { files, added: files - changed, changed, removed: removed.length };
  });
}

function isFile(kind: EntryKind): boolean {
  return kind !== 'directory' && kind !== 'whiteout' && kind !== 'opaque';
}
