import type { Limits } from '../../base/limits.ts';
import type { ProvidedDockerfile } from '../../explain/index.ts';
import type { Image } from '../../image/image.ts';
import { aboutImage } from '../statement/subjects.ts';
import type { Attested } from '../trace-link.ts';
import { attestedLayers } from './attested-layers.ts';
import { readProvenance } from './read-provenance.ts';

/** The first Dockerfile in a provenance about this very image; undefined when none holds one. */
export function providedDockerfile(
  { claims }: Attested,
  image: Image,
  limits: Limits,
): ProvidedDockerfile | undefined {
  for (const claim of claims) {
    if (claim.statement === undefined || aboutImage(claim, image).names === undefined) continue;
    const provenance = readProvenance(claim.statement, limits);
    const { text, path = 'Dockerfile' } = provenance?.dockerfile ?? {};
    if (text === undefined) continue;
    const digests = image.layers.map(({ blob }) => blob.digest);
    const layers = attestedLayers(provenance?.steps ?? [], digests);
    return { text, path, args: provenance?.args ?? new Map(), layers };
  }
  return undefined;
}
