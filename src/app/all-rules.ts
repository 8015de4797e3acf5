import { COVERAGE_RULE } from '../assess/coverage.ts';
import { INTEGRITY_RULES } from '../assess/integrity.ts';
import { TRACE_RULE } from '../assess/trace-requirements.ts';
import { DETECTORS, type RuleInfo } from '../detect/index.ts';

/** A rule and what looks for it. */
export interface RuleEntry {
  readonly rule: RuleInfo;
  /** The detector's id and version; absent for what every check finds out about the reading itself. */
  readonly detector?: { readonly id: string; readonly version: number; readonly title: string };
}

/** Every rule that a finding can have, in the order of the detectors. */
export function allRules(): readonly RuleEntry[] {
  return [
    ...DETECTORS.flatMap(({ id, version, title, rules }) =>
      rules.map((rule) => ({ rule, detector: { id, version, title } })),
    ),
    ...[...INTEGRITY_RULES, COVERAGE_RULE, TRACE_RULE].map((rule) => ({ rule })),
  ];
}
