import { formatCount, plural } from '../../base/quantities.ts';
import type { Evidence, Finding } from '../../detect/finding.ts';
import type { Coverage, Decision, Reason } from '../assessment.ts';
import { NOT_FULLY_READ } from '../coverage.ts';
import type { Policy, PolicyRule } from './policy.ts';

/** What the policy's rules say of one finding. */
export interface Outcome {
  readonly finding: Finding;
  readonly decision: Decision;
  readonly rule?: PolicyRule;
  /** A rule that would have decided, had it not expired. */
  readonly expired?: PolicyRule;
}

export function reasonOf(outcome: Outcome, policy: Policy): Reason {
  const { finding, decision, rule, expired } = outcome;
  const [first] = finding.evidence;
  const more = finding.evidence.length > 1 ? ` and ${formatCount(finding.evidence.length - 1)} more` : '';
  const where = first.path === '/' && first.layer === undefined ? '' : ` (${placeOf(first)}${more})`;
  const because = rule?.reason === undefined ? '' : `: ${rule.reason}`;
  const over = expired === undefined ? '' : `; the exception "${expired.name}" expired on ${expired.expires}`;
  return {
    decision,
    text: `${finding.title}${where}${because}${over}`,
    rule: finding.rule,
    policy: lineOf(outcome, policy),
  };
}

/** `/usr/bin/x, layer 3`. */
export function placeOf({ path, layer }: Evidence): string {
  if (layer === undefined) return path;
  return path === '/' ? `layer ${layer + 1}` : `${path}, layer ${layer + 1}`;
}

function lineOf({ finding, rule }: Outcome, policy: Policy): string {
  if (rule !== undefined) return `${rule.from ?? policy.name}, "${rule.name}"`;
  return `${policy.name}, ${finding.rule === NOT_FULLY_READ ? 'unread' : 'default'}`;
}

/** What was looked at; then each finding that somebody decided to accept. */
export function allowReasons(
  outcomes: readonly Outcome[],
  coverage: Coverage,
  policy: Policy,
  suppressed: number,
): readonly Reason[] {
  const { files, layersRead } = coverage;
  const read = `${plural(files, 'file')} in ${plural(layersRead, 'layer')} ${files === 1 ? 'was' : 'were'} read`;
  const below = outcomes.filter((outcome) => outcome.rule === undefined).length;
  const found = `${plural(below, 'finding')} ${below === 1 ? 'is' : 'are'} below what the policy asks about`;
  const hidden = suppressed === 0 ? '' : `; ${plural(suppressed, 'finding')} suppressed`;
  const rest = below === 0 ? 'nothing that the policy asks about was found' : found;
  const text = `${read}; ${suppressed === 0 || below > 0 ? rest : 'nothing else that the policy asks about was found'}${hidden}`;
  const accepted = outcomes
    .filter(({ rule }) => rule !== undefined)
    .map((outcome) => {
      const reason = reasonOf(outcome, policy);
      return { ...reason, text: `Accepted: ${reason.text}` };
    });
  return [{ decision: 'allow', text, policy: policy.name }, ...accepted];
}
