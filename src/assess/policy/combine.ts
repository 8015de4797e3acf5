import { plural } from '../../base/quantities.ts';
import type { Finding } from '../../detect/finding.ts';
import type { Reason } from '../assessment.ts';
import { conditionMatcher, type Started } from './match-condition.ts';
import type { PolicyCombination } from './policy.ts';
import { placeOf } from './reasons.ts';

/** Findings that a reason names. */
const MAX_NAMED = 4;

/** A reason for each combination of which every condition is met by enough of the findings. */
export function combine(
  findings: readonly Finding[],
  combinations: readonly PolicyCombination[],
  { started, policy }: { readonly started: Started; readonly policy: string },
): readonly Reason[] {
  return combinations.flatMap(({ name, decision, all, reason }) => {
    const together = new Set<Finding>();
    for (const { count, ...condition } of all) {
      const meeting = findings.filter(conditionMatcher(condition, { all: false, started }));
      if (meeting.length < count) return [];
      for (const finding of meeting) together.add(finding);
    }
    const named = [...together].slice(0, MAX_NAMED).map(({ title, evidence }) => {
      const [first] = evidence;
      return first.path === '/' && first.layer === undefined ? title : `${title} (${placeOf(first)})`;
    });
    const more = together.size > MAX_NAMED ? ` and ${together.size - MAX_NAMED} more` : '';
    const because = reason === undefined ? '' : `: ${reason}`;
    const text = `${plural(together.size, 'finding')} together: ${named.join('; ')}${more}${because}`;
    return [{ decision, text, policy: `${policy}, "${name}"` }];
  });
}
