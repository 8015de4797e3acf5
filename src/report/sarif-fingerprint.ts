import type { Assessment } from '../assess/assessment.ts';
import { imageName } from '../assess/suppress/image-name.ts';
import { digestHex, digestOf } from '../base/digest.ts';
import type { Finding } from '../detect/finding.ts';

export type Fingerprints = Record<string, string>;

/**
 * Names a result so that a later run recognises it. Made of what a rebuild leaves alone: the rule, the
 * image's name without tag and digest, the path. Not of digests, layers, lines, offsets or excerpts. The same
 * three again in one run are numbered.
 */
export function fingerprinter(): (finding: Finding, assessment: Assessment) => Fingerprints {
  const seen = new Map<string, number>();
  return (finding, { image }) => {
    const parts = [finding.rule, imageName(image.reference), finding.evidence[0].path];
    const hash = digestHex(digestOf(Buffer.from(JSON.stringify(parts)))).slice(0, 32);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    const value = `${hash}:${occurrence}`;
    // The first is the one that GitHub looks at.
    return { primaryLocationLineHash: value, 'clearpull/v1': value };
  };
}
