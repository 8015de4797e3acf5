import type { Limits } from '../base/limits.ts';
import {
  type Detector,
  type ImageParts,
  type Imports,
  importedModules,
  inspectImports,
  lookingAgain,
} from '../detect/index.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import type { TextReader } from './layers/text-reader.ts';

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
  const found = importedModules(parts, limits);
  const files = found.modules.map(({ path, entry: { sha256, mode } }) => [path, sha256, mode]);
  if (cache === undefined || files.length === 0 || files.some(([, sha256]) => sha256 === undefined)) {
    return inspectImports(detectors, parts, found, limits);
  }
  const by = lookingAgain(detectors).map(({ id, version }) => `${id} ${version}`);
  const part = cache.imports([files, by]);
  const stored = await part.read();
  if (stored !== undefined) {
    const seen = JSON.parse(stored.toString()) as Pick<Imports, 'observations' | 'unknowns'>;
    return { modules: found.modules, ...seen };
  }
  const { observations, unknowns } = inspectImports(detectors, parts, found, limits);
  if (!texts.lost) await part.write(Buffer.from(JSON.stringify({ observations, unknowns })));
  return { modules: found.modules, observations, unknowns };
}
