import type { Detector, ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import { baseFindings } from './base.ts';
import { claimedName } from './claimed-name.ts';
import { nameFindings } from './names.ts';
import { registryFindings } from './registries.ts';
import { RULES } from './rules.ts';
import { upstreamFindings } from './upstream.ts';

/**
 * Images that pass for others: by the name of the registry or of the image, by what annotations and labels claim,
 * and decisively by what is and is not inside.
 */
export const lookAlike: Detector = {
  id: 'look-alike',
  version: 2,
  title: 'Images that pass for others',
  rules: RULES,
  judge,
};

function judge(image: ImageView): readonly Finding[] {
  const claimed = claimedName(image.image.reference);
  return [
    ...registryFindings(image, claimed),
    ...(claimed === undefined ? [] : nameFindings(image, claimed)),
    ...(claimed === undefined ? [] : upstreamFindings(image, claimed)),
    ...baseFindings(image),
  ];
}
