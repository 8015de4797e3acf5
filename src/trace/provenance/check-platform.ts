import { formatPlatform, parsePlatform, platformMatches } from '../../image/platform.ts';
import type { Check, CheckInput } from './check.ts';

/** What it was built for, against the image's platform. */
export function checkPlatform({ provenance, image }: CheckInput): readonly Check[] {
  if (provenance.platform === undefined) return [];
  const said = parsePlatform(provenance.platform);
  if (said === undefined || image.platform.os === '') return [];
  return [
    {
      about: 'platform',
      result: platformMatches(image.platform, said) ? 'agrees' : 'differs',
      text: `platform ${provenance.platform}, the image is for ${formatPlatform(image.platform)}`,
    },
  ];
}
