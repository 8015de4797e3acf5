import { plural } from '../base/quantities.ts';
import type { UnknownReason } from '../base/unknown.ts';
import type { Image } from '../image/image.ts';
import type { TraceInput, TraceLink } from './trace-link.ts';

const CONTRADICTIONS: ReadonlySet<UnknownReason> = new Set([
  'digest-mismatch',
  'size-mismatch',
  'diff-id-mismatch',
]);

/** From the digest to the bytes: every blob has the digest, size and diffID that the manifest and configuration name. */
export function bytesLink(image: Image, layers: TraceInput['layers']): TraceLink {
  const name = 'bytes';
  const wrong = layers.flatMap(({ unread }, index) =>
    unread
      .filter(({ reason }) => CONTRADICTIONS.has(reason))
      .map(({ detail }) => `layer ${index + 1}: ${detail}`),
  );
  const diffIds = image.config.rootfs.diff_ids?.length ?? 0;
  if (diffIds !== image.layers.length) {
    wrong.push(`the configuration names ${plural(diffIds, 'layer')}, the manifest ${image.layers.length}`);
  }
  if (wrong.length > 0) {
    return {
      name,
      status: 'contradicted',
      evidence: wrong,
      reason: 'Some bytes are not what they are said to be.',
    };
  }
  const unread = layers.flatMap(({ read }, index) => (read ? [] : [`layer ${index + 1}`]));
  if (unread.length > 0) {
    return { name, status: 'missing', evidence: unread, reason: 'Not every layer could be read.' };
  }
  if (image.bare) {
    return {
      name,
      status: 'missing',
      evidence: [],
      reason: 'Nothing came along that says what its bytes should be.',
    };
  }
  return {
    name,
    status: 'verified',
    evidence: image.layers.flatMap(({ blob, diffId }) => blob.digest ?? diffId ?? []),
    reason: image.hasManifest
      ? `The configuration and ${layers.length === 1 ? 'its layer' : `all ${plural(layers.length, 'layer')}`} have the digests that the manifest and the configuration name.`
      : `All ${plural(layers.length, 'layer')} have the diffIDs that the configuration names.`,
    vouchedBy: [{ by: 'clearpull' }],
  };
}
