import { RULE_GROUPS } from '../assess/rule-groups.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { contentRules, DETECTORS, type RuleInfo } from '../detect/index.ts';
import { NO_OWN_RULES, openRules } from './rules/open-rules.ts';
import type { RuleSet, SetRule } from './rules/rule-set.ts';

/** A rule and what looks for it. */
export interface RuleEntry {
  readonly rule: RuleInfo;
  /** The detector's id and version; absent for what every check finds out about the reading itself. */
  readonly detector?: { readonly id: string; readonly version: number; readonly title: string };
  /** Of a rule out of a file: all that it says of itself, and where it stands. */
  readonly content?: SetRule;
}

/**
 * Every rule that a finding can have, in the order of the detectors.
 *
 * @param rules about the content of files; default those that ship with clearpull
 */
export async function allRules(rules?: RuleSet): Promise<readonly RuleEntry[]> {
  const set = rules ?? (await openRules(NO_OWN_RULES, DEFAULT_LIMITS));
  const { id, version, title } = contentRules(set.rules);
  return [
    ...DETECTORS.flatMap((detector) =>
      detector.rules.map((rule) => ({
        rule,
        detector: { id: detector.id, version: detector.version, title: detector.title },
      })),
    ),
    ...set.rules.map((rule) => ({ rule, detector: { id, version, title }, content: rule })),
    ...RULE_GROUPS.flatMap((group) => group.rules.map((rule) => ({ rule }))),
  ];
}
