import { compileGlob, type Glob, matchesPath } from '../../base/glob.ts';
import { CONFIDENCES, type Evidence, type Finding, SEVERITIES } from '../../detect/finding.ts';
import { outermost } from '../../image/nested-facts.ts';
import { NOT_FULLY_READ } from '../coverage.ts';
import type { PolicyCondition } from './policy.ts';

/** What decides whether a finding meets a condition. */
export type ConditionMatcher = (finding: Finding) => boolean;

/** What of an image is read or runs at start: paths without leading slash. */
export type Started = ReadonlySet<string>;

/** Parts of the configuration that run, as evidence names them. */
const STARTING_PARTS: ReadonlySet<string> = new Set(['ENTRYPOINT', 'CMD', 'HEALTHCHECK']);

/**
 * A condition ready to be asked. What was not read is meant only by a condition that names it, by rule or category.
 *
 * @param all whether every place of a finding has to be at `path`, as for an exception
 */
export function conditionMatcher(
  { rule, category, severity, confidence, path, attack, atStart }: PolicyCondition,
  { all, started }: { readonly all: boolean; readonly started: Started },
): ConditionMatcher {
  const ids = rule?.map(compileGlob);
  const place = path === undefined ? undefined : compileGlob(path);
  const technique = attack === undefined ? undefined : compileGlob(attack);
  return (finding) => {
    if (finding.rule === NOT_FULLY_READ && ids === undefined && category === undefined) return false;
    return (
      (ids === undefined || ids.some((glob) => glob.matches(finding.rule))) &&
      (category === undefined || category.includes(finding.category)) &&
      (severity === undefined || SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(severity)) &&
      (confidence === undefined ||
        CONFIDENCES.indexOf(finding.confidence) >= CONFIDENCES.indexOf(confidence)) &&
      (technique === undefined || (finding.attack !== undefined && technique.matches(finding.attack))) &&
      (atStart === undefined || finding.evidence.some((one) => runsAtStart(one, started)) === atStart) &&
      (place === undefined || pathMatches(place, finding.evidence, all))
    );
  };
}

function pathMatches(glob: Glob, evidence: readonly Evidence[], all: boolean): boolean {
  const one = ({ path }: Evidence): boolean => matchesPath(glob, path);
  return all ? evidence.every(one) : evidence.some(one);
}

function runsAtStart({ path, layer, goneIn }: Evidence, started: Started): boolean {
  if (goneIn !== undefined) return false;
  if (layer === undefined) return STARTING_PARTS.has(path);
  return started.has(outermost(path).slice(1));
}
