import type { Digest } from '../../base/digest.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Image, LayerSource } from '../../image/image.ts';
import { platformOfConfig } from '../collect.ts';
import { diffIdOf } from '../image-of.ts';
import { layerOfRange } from '../layer-of-range.ts';
import type { Place } from '../place.ts';
import type { ArchivedImage } from './manifest-json.ts';

/** Stands for the digest of a layer for which the configuration lists no diffID. */
const NO_DIGEST: Digest = `sha256:${'0'.repeat(64)}`;

/**
 * The image model of one image of a docker-archive. Such an archive keeps no manifest, so one is made up, in
 * which each layer goes by its diffID.
 */
export async function archivedImageOf(
  place: Place,
  image: ArchivedImage,
  reference: string,
  alsoNamed: readonly string[],
): Promise<Image> {
  const diffIds = image.config.rootfs.diff_ids ?? [];
  const mediaType = MEDIA_TYPE.dockerLayer;
  const layers: LayerSource[] = [];
  const descriptors: Descriptor[] = [];
  for (const [index, name] of image.layers.entries()) {
    const range = name === undefined ? undefined : await place.find(name);
    layers.push({
      index,
      blob: { mediaType, ...(range === undefined ? {} : { size: range.size }) },
      ...diffIdOf(diffIds[index]),
      ...layerOfRange(range, {
        reason: 'layer-missing',
        detail: `the archive has no usable file ${name ?? 'for this layer'}`,
      }),
    });
    descriptors.push({ mediaType, digest: diffIds[index] ?? NO_DIGEST, size: range?.size ?? 0 });
  }
  return {
    reference,
    ...(alsoNamed.length === 0 ? {} : { alsoNamed }),
    digest: image.digest,
    hasManifest: false,
    platform: platformOfConfig(image.config),
    manifest: {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.dockerManifest,
      config: { mediaType: MEDIA_TYPE.dockerConfig, digest: image.digest, size: image.configSize },
      layers: descriptors,
    },
    config: image.config,
    annotations: {},
    layers,
    attestations: [],
  };
}
