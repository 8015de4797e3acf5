import type { Digest } from '../base/digest.ts';
import { oneLine } from '../explain/printable.ts';
import type { Image } from '../image/image.ts';
import { formatPlatform } from '../image/platform.ts';
import type { TraceLink } from './trace-link.ts';

/**
 * From what the user named to the digest that was checked.
 *
 * @param before other digests that the tag led to at earlier times, the latest last
 */
export function referenceLink(image: Image, before: readonly Digest[] = []): TraceLink {
  const name = 'reference';
  if (image.bare) {
    return {
      name,
      status: 'missing',
      evidence: [image.digest],
      reason:
        'A plain root file system: the digest is that of its tar as it was read, and nobody published it.',
    };
  }
  if (!image.hasManifest) {
    return {
      name,
      status: 'claimed',
      evidence: [image.digest],
      reason:
        'The archive keeps no manifest: the name stands beside the image ID, and nothing ties them together.',
    };
  }
  const evidence = [
    ...(image.indexDigest === undefined ? [] : [image.indexDigest]),
    image.digest,
    ...before.map((digest) => `the tag led to ${digest} before`),
  ];
  const { os, architecture } = image.config;
  const inside = formatPlatform({ os, architecture });
  if (
    os !== '' &&
    inside !== formatPlatform({ os: image.platform.os, architecture: image.platform.architecture })
  ) {
    return {
      name,
      status: 'contradicted',
      evidence,
      reason: `The index lists it for ${oneLine(formatPlatform(image.platform), 100)}, and its configuration is for ${oneLine(inside, 100)}.`,
    };
  }
  const through = image.indexDigest === undefined ? '' : ' through its index';
  return {
    name,
    status: 'verified',
    evidence,
    reason: `The name led to this digest${through} when it was read, and the bytes have it. ${
      before.length === 0
        ? 'A tag can move later.'
        : 'The tag has moved: it led elsewhere when it was read before.'
    }`,
    vouchedBy: [{ by: 'clearpull' }],
  };
}
