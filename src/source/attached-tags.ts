import { type Digest, digestAlgorithm, digestHex } from '../base/digest.ts';

/** Endings of the tags under which cosign attaches signatures, attestations and lists of contents. */
const COSIGN = ['.sig', '.att', '.sbom'];

/**
 * Tags under which something about a digest may lie: the one for places without the referrers API (OCI
 * distribution-spec, "Referrers Tag Schema"), which leads to an index, and cosign's.
 */
export function attachedTags(digest: Digest): {
  readonly referrers: string;
  readonly cosign: readonly string[];
} {
  const referrers = `${digestAlgorithm(digest)}-${digestHex(digest)}`;
  return { referrers, cosign: COSIGN.map((ending) => referrers + ending) };
}
