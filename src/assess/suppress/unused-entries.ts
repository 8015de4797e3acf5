import type { Assessment } from '../assessment.ts';
import { isAfter } from '../policy/decide.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { IgnoreEntry, IgnoreFile } from './ignore-file.ts';
import { entryMatcher } from './match-entry.ts';
import { maySuppress } from './suppression.ts';

/**
 * The entries that cover no finding of any of the images, though they speak of one of them: what they were
 * written for is gone, or they are mistyped. Not those that expired, about which the report speaks.
 */
export function unusedEntries(
  { entries }: IgnoreFile,
  assessments: readonly Pick<Assessment, 'image' | 'findings' | 'suppressed'>[],
  now?: string,
): readonly IgnoreEntry[] {
  return entries.filter((entry) => {
    if (now !== undefined && entry.expires !== 'never' && isAfter(now, entry.expires)) return false;
    const matcher = entryMatcher(entry);
    const spokenOf = assessments.filter(({ image }) => matcher.speaksOf(image.reference));
    const covers = spokenOf.some(({ findings, suppressed }) =>
      [...findings, ...suppressed.map(({ finding }) => finding)].some(
        (finding) =>
          maySuppress(finding, 'ignore-file') && matcher.covers(finding, () => fingerprintOf(finding)),
      ),
    );
    return spokenOf.length > 0 && !covers;
  });
}
