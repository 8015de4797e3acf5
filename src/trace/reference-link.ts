import type { Image } from '../image/image.ts';
import type { TraceLink } from './trace-link.ts';

/** From what the user named to the digest that was checked. */
export function referenceLink(image: Image): TraceLink {
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
  const evidence = image.indexDigest === undefined ? [image.digest] : [image.indexDigest, image.digest];
  const through = image.indexDigest === undefined ? '' : ' through its index';
  return {
    name,
    status: 'verified',
    evidence,
    reason: `The name led to this digest${through} when it was read, and the bytes have it. A tag can move later.`,
    vouchedBy: [{ by: 'clearpull' }],
  };
}
