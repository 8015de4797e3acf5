import type { Limits } from '../../base/limits.ts';
import {
  type AutostartFile,
  type Autostarts,
  type Detector,
  type ImageParts,
  inspectAutostarts,
  lookingAgain,
} from '../../detect/index.ts';
import type { LayerCache } from '../../store/layer-cache.ts';
import { type StoredLayer, storedDiffIds } from '../layers/stored-diff-ids.ts';
import type { TextReader } from '../layers/text-reader.ts';

/** `Autostarts` as it is stored: files by their paths in the merged tree. */
interface Stored extends Omit<Autostarts, 'files'> {
  readonly files: readonly (Omit<AutostartFile, 'node'> & { readonly path: string })[];
}

/**
 * What detectors see in what starts by itself, over all layers: from the cache where they saw the same layers before, for
 * hundreds of units and scripts are read for it.
 */
export async function recallAutostarts(
  detectors: readonly Detector[],
  parts: ImageParts,
  limits: Limits,
  layers: readonly StoredLayer[],
  texts: Pick<TextReader, 'lost'>,
  cache: LayerCache | undefined,
): Promise<Autostarts> {
  const find = (): Autostarts => inspectAutostarts(detectors, parts, limits);
  const diffIds = storedDiffIds(layers);
  if (cache === undefined || diffIds === undefined) return find();
  const by = lookingAgain(detectors).map(({ id, version }) => `${id} ${version}`);
  const part = cache.autostarts(diffIds, by);
  const bytes = await part.read();
  const stored = bytes && placed(JSON.parse(bytes.toString()) as Stored, parts);
  if (stored !== undefined) return stored;
  const found = find();
  const files = found.files.map(({ node, ...file }) => ({ ...file, path: node.path }));
  if (!texts.lost) await part.write(Buffer.from(JSON.stringify({ ...found, files } satisfies Stored)));
  return found;
}

/** Undefined where the tree has not all of those files: a layer of it was left out this time. */
function placed(stored: Stored, { tree }: ImageParts): Autostarts | undefined {
  const files = stored.files.flatMap(({ path, ...file }): readonly AutostartFile[] => {
    const node = tree.get(path);
    return node === undefined ? [] : [{ ...file, node }];
  });
  return files.length === stored.files.length ? { ...stored, files } : undefined;
}
