import { compileGlob, type Glob, matchesPath } from '../../base/glob.ts';
import type { Finding } from '../../detect/finding.ts';
import type { IgnoreEntry } from './ignore-file.ts';
import { imageName } from './image-name.ts';

/** An entry of the ignore file, ready to be held against findings. */
export interface EntryMatcher {
  readonly entry: IgnoreEntry;
  /** Whether the entry speaks about the image at all. */
  speaksOf(reference: string): boolean;
  /** Whether it covers all of the finding; of an image that it speaks of. */
  covers(finding: Finding, fingerprint: () => string): boolean;
}

export function entryMatcher(entry: IgnoreEntry): EntryMatcher {
  const rules = entry.rule.map(compileGlob);
  const paths = entry.path?.map(compileGlob);
  const images = entry.image?.map(compileGlob);
  const indicators = entry.indicator === undefined ? undefined : new Set(entry.indicator);
  return {
    entry,
    speaksOf: (reference) =>
      images === undefined ||
      images.some((glob) => glob.matches(reference) || glob.matches(imageName(reference))),
    covers: (finding, fingerprint) =>
      rules.some((glob) => ruleMatches(glob, finding)) &&
      (entry.fingerprint === undefined || entry.fingerprint.includes(fingerprint())) &&
      // An exception for one place or wallet does not cover what was also seen elsewhere.
      (paths === undefined ||
        finding.evidence.every(({ path }) => paths.some((glob) => matchesPath(glob, path)))) &&
      (indicators === undefined || hasOnly(finding, indicators)),
  };
}

/** What was not read is covered only by an entry that was written for it, not by one for all rules. */
function ruleMatches(glob: Glob, { rule, category }: Finding): boolean {
  return glob.matches(rule) && (category !== 'coverage' || glob.source.startsWith('coverage/'));
}

function hasOnly({ indicators = [] }: Finding, known: ReadonlySet<string>): boolean {
  return indicators.length > 0 && indicators.every(({ value }) => known.has(value));
}
