import { type Digest, digestOf } from '../../base/digest.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import { configSchema } from '../../image/config.ts';
import type { Image, UnreadPart } from '../../image/image.ts';
import { layerOfRange } from '../layer-of-range.ts';
import type { FileRange } from '../place.ts';

export interface BareImageParts {
  readonly reference: string;
  readonly from: 'folder' | 'archive';
  /** The plain tar. */
  readonly tar: FileRange;
  readonly digest: Digest;
  readonly notes: readonly string[];
  readonly unread: readonly UnreadPart[];
}

/**
 * A root file system as an image of one layer, as `docker import` makes of it, only that its digest is that of the
 * tar. It has no configuration: one that says nothing but the diffID stands in for it.
 */
export function bareImage({ reference, from, tar, digest, notes, unread }: BareImageParts): Image {
  const mediaType = MEDIA_TYPE.ociLayer;
  const written = { architecture: '', os: '', config: {}, rootfs: { type: 'layers', diff_ids: [digest] } };
  const bytes = Buffer.from(JSON.stringify(written));
  const why = { reason: 'layer-missing', detail: 'the root file system went away' } as const;
  return {
    reference,
    digest,
    hasManifest: false,
    bare: from,
    platform: { os: '', architecture: '' },
    manifest: {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf(bytes), size: bytes.length },
      layers: [{ mediaType, digest, size: tar.size }],
    },
    config: configSchema.parse(written),
    annotations: {},
    layers: [{ index: 0, blob: { mediaType, size: tar.size }, diffId: digest, ...layerOfRange(tar, why) }],
    attestations: [],
    ...(notes.length === 0 ? {} : { notes }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}
