import type { Limits } from '../../base/limits.ts';
import {
  type Detector,
  type ImageParts,
  type Imports,
  importedModules,
  inspectImports,
  lookingAgain,
} from '../../detect/index.ts';
import type { LayerCache } from '../../store/layer-cache.ts';
import type { TextReader } from '../layers/text-reader.ts';

/** What is stored: of the modules found, which were looked at, by their indexes. */
interface Stored extends Pick<Imports, 'observations' | 'unknowns'> {
  readonly looked: readonly number[];
}

/**
 * What detectors see in the libraries that a program which starts imports: from the cache where they saw the same modules
 * before, for large applications import hundreds. Modules of whose bytes no digest is known are always looked at anew.
 */
export async function recallImports(
  detectors: readonly Detector[],
  parts: ImageParts,
  limits: Limits,
  texts: Pick<TextReader, 'lost'>,
  cache: LayerCache | undefined,
): Promise<Imports> {
  const found = importedModules(parts);
  const files = found.map(({ node: { path, entry }, by }) => [path, entry.sha256, entry.mode, by]);
  if (cache === undefined || files.length === 0 || files.some(([, sha256]) => sha256 === undefined)) {
    return inspectImports(detectors, parts, found, limits);
  }
  const by = lookingAgain(detectors).map(({ id, version }) => `${id} ${version}`);
  const part = cache.imports([files, by, limits.maxLayerTextBytes]);
  const stored = await part.read();
  if (stored !== undefined) {
    const { looked, ...seen } = JSON.parse(stored.toString()) as Stored;
    return { modules: looked.flatMap((index) => found[index] ?? []), ...seen };
  }
  const imports = inspectImports(detectors, parts, found, limits);
  const { modules, observations, unknowns } = imports;
  const looked = modules.map((module) => found.indexOf(module));
  if (!texts.lost)
    await part.write(Buffer.from(JSON.stringify({ looked, observations, unknowns } satisfies Stored)));
  return imports;
}
