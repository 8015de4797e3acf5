import { compileGlob, type Glob, matchesPath } from '../../base/glob.ts';
import { formatCount, plural } from '../../base/quantities.ts';
import { CONFIDENCES, type Evidence, type Finding, SEVERITIES } from '../../detect/finding.ts';
import { type Coverage, DECISIONS, type Decision, type Reason, type Verdict } from '../assessment.ts';
import { NOT_FULLY_READ } from '../coverage.ts';
import type { Policy, PolicyRule } from './policy.ts';

interface CompiledRule {
  readonly rule: PolicyRule;
  readonly expired: boolean;
  readonly ids?: readonly Glob[];
  readonly path?: Glob;
}

interface Outcome {
  readonly finding: Finding;
  readonly decision: Decision;
  readonly rule?: PolicyRule;
  /** A rule that would have decided, had it not expired. */
  readonly expired?: PolicyRule;
}

/** Stronger decisions are larger. */
export function decisionRank(decision: Decision): number {
  return DECISIONS.indexOf(decision);
}

/**
 * The policy's word on an image: for each finding the first rule that matches decides, and the strongest of
 * the decisions is the image's.
 *
 * What was not read is decided by the policy's `unread`, unless a rule names that finding by rule id or
 * category. `now` is a date (RFC 3339 or `YYYY-MM-DD`); without it no rule expires. `suppressed` is how many
 * findings were taken out beforehand: nobody shall read "nothing was found" where something was.
 */
export function decide(
  findings: readonly Finding[],
  coverage: Coverage,
  policy: Policy,
  now?: string,
  suppressed = 0,
): Verdict {
  const rules = policy.rules.map((rule) => compile(rule, now));
  const outcomes = findings.map((finding) => decideOne(finding, rules, policy));
  const strong = outcomes
    .filter((outcome) => outcome.decision !== 'allow')
    .sort((a, b) => decisionRank(b.decision) - decisionRank(a.decision));
  const strongest = strong[0];
  if (strongest === undefined)
    return { decision: 'allow', reasons: allowReasons(outcomes, coverage, policy, suppressed) };
  return { decision: strongest.decision, reasons: strong.map((outcome) => reasonOf(outcome, policy)) };
}

function compile(rule: PolicyRule, now: string | undefined): CompiledRule {
  const { rule: ids, path } = rule.when;
  return {
    rule,
    expired: rule.expires !== undefined && now !== undefined && isAfter(now, rule.expires),
    ...(ids === undefined ? {} : { ids: ids.map(compileGlob) }),
    ...(path === undefined ? {} : { path: compileGlob(path) }),
  };
}

/** True once the last day (`YYYY-MM-DD`, UTC) is over. */
export function isAfter(now: string, lastDay: string): boolean {
  return now.slice(0, 10) > lastDay;
}

function decideOne(finding: Finding, rules: readonly CompiledRule[], policy: Policy): Outcome {
  let expired: PolicyRule | undefined;
  for (const candidate of rules) {
    if (!matches(candidate, finding)) continue;
    if (candidate.expired) expired ??= candidate.rule;
    else {
      const { rule } = candidate;
      return { finding, decision: rule.decision, rule, ...(expired && { expired }) };
    }
  }
  const decision = finding.rule === NOT_FULLY_READ ? policy.unread : policy.default;
  return { finding, decision, ...(expired && { expired }) };
}

function matches({ rule, ids, path }: CompiledRule, finding: Finding): boolean {
  const { category, severity, confidence } = rule.when;
  if (finding.rule === NOT_FULLY_READ && ids === undefined && category === undefined) return false;
  return (
    (ids === undefined || ids.some((glob) => glob.matches(finding.rule))) &&
    (category === undefined || category.includes(finding.category)) &&
    (severity === undefined || SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(severity)) &&
    (confidence === undefined ||
      CONFIDENCES.indexOf(finding.confidence) >= CONFIDENCES.indexOf(confidence)) &&
    (path === undefined || pathMatches(path, finding.evidence, rule.decision === 'allow'))
  );
}

function pathMatches(glob: Glob, evidence: readonly Evidence[], all: boolean): boolean {
  const one = ({ path }: Evidence): boolean => matchesPath(glob, path);
  return all ? evidence.every(one) : evidence.some(one);
}

function reasonOf(outcome: Outcome, policy: Policy): Reason {
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

function placeOf({ path, layer }: Evidence): string {
  if (layer === undefined) return path;
  return path === '/' ? `layer ${layer + 1}` : `${path}, layer ${layer + 1}`;
}

function lineOf({ finding, rule }: Outcome, policy: Policy): string {
  if (rule !== undefined) return `${rule.from ?? policy.name}, "${rule.name}"`;
  return `${policy.name}, ${finding.rule === NOT_FULLY_READ ? 'unread' : 'default'}`;
}

/** What was looked at; then each finding that somebody decided to accept. */
function allowReasons(
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
