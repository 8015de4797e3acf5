import { hash } from 'node:crypto';
import { FACTS_VERSION } from '../../analyze/facts-version.ts';
import { DETECTORS } from '../../detect/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { RuleSet } from './rule-set.ts';

/**
 * Digest of everything that decides what can be found, for the envelope of a report: the detectors with their versions,
 * the text of all rule files wherever they lie and whatever they are called, the version of YARA-X, and of the pass over the
 * bytes. Two reports with the same one, of the same version of clearpull, looked for the same.
 *
 * @returns `sha256:` and 64 hex digits
 */
export function rulesDigest({ sources }: Pick<RuleSet, 'sources'>): string {
  const parts = [
    FACTS_VERSION,
    ENGINE_VERSION,
    DETECTORS.map(({ id, version, rules }) => [id, version, rules.map((rule) => rule.id)]),
    sources.map(({ text }) => hash('sha256', text, 'hex')).sort(),
  ];
  return `sha256:${hash('sha256', JSON.stringify(parts), 'hex')}`;
}
