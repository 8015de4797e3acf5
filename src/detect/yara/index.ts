import type { Detector, RuleInfo } from '../detector.ts';
import type { ContentRule } from './content-rule.ts';
import { judgeMatches, type Seen } from './judge.ts';

/** Id of the detector, under which the matches of rules are handed to it. */
export const CONTENT_RULES = 'yara';

/**
 * The detector that judges what rules matched. It has no `inspect`: rules are tried while the bytes pass, and what they
 * match is kept by rule.
 */
export function contentRules(rules: readonly ContentRule[]): Detector<Seen> {
  return {
    id: CONTENT_RULES,
    version: 1,
    title: 'YARA rules',
    rules: rules.map(infoOf),
    judge: (view) => judgeMatches(view, rules),
  };
}

/** What an assessment carries of a rule: how it is tried, and its source, are no part of it. */
function infoOf({ id, title, category, description, attack, leaves, fix, severity }: ContentRule): RuleInfo {
  return {
    id,
    title,
    category,
    description,
    fix,
    ...(attack === undefined ? {} : { attack }),
    ...(leaves === undefined ? {} : { leaves }),
    ...(severity === undefined ? {} : { severity }),
  };
}
