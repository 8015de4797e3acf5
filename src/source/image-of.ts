import type { Digest } from '../base/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Image, LayerSource } from '../image/image.ts';
import type { Selected } from './select.ts';

/** How a place hands out one layer of a manifest. */
export type LayerOpener = (descriptor: Descriptor) => Promise<Pick<LayerSource, 'open' | 'unavailable'>>;

/** The image model of what was selected. `names` are all names that it has in the place, the first one shown. */
export async function imageOf(
  selected: Selected,
  reference: string,
  alsoNamed: readonly string[],
  openLayer: LayerOpener,
): Promise<Image> {
  const { descriptor, manifest, config, platform, indexDigest, attestations } = selected;
  const diffIds = config.rootfs.diff_ids ?? [];
  const layers: LayerSource[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    const { digest, size, mediaType } = layer;
    layers.push({
      index,
      blob: { digest, size, mediaType },
      ...diffIdOf(diffIds[index]),
      ...(await openLayer(layer)),
    });
  }
  return {
    reference,
    ...(alsoNamed.length === 0 ? {} : { alsoNamed }),
    digest: descriptor.digest,
    hasManifest: true,
    ...(indexDigest === undefined ? {} : { indexDigest }),
    platform,
    manifest,
    config,
    annotations: { ...descriptor.annotations, ...manifest.annotations },
    layers,
    attestations,
  };
}

/** Nothing beyond the diffIDs that the configuration lists. */
export function diffIdOf(diffId: Digest | undefined): { readonly diffId?: Digest } {
  return diffId === undefined ? {} : { diffId };
}
