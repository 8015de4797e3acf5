import type { Finding } from '../../detect/finding.ts';
import { type Coverage, DECISIONS, type Decision, type Reason, type Verdict } from '../assessment.ts';
import { NOT_FULLY_READ } from '../coverage.ts';
import { combine } from './combine.ts';
import { type ConditionMatcher, conditionMatcher, type Started } from './match-condition.ts';
import type { Policy, PolicyRule, UnreadDecisions } from './policy.ts';
import { allowReasons, type Outcome, reasonOf } from './reasons.ts';

interface CompiledRule {
  readonly rule: PolicyRule;
  readonly expired: boolean;
  readonly matches: ConditionMatcher;
}

export interface DecideOptions {
  /** A date (RFC 3339 or `YYYY-MM-DD`); without it no rule expires. */
  readonly now?: string;
  /** How many findings were taken out beforehand: nobody shall read "nothing was found" where something was. */
  readonly suppressed?: number;
  /** Paths that run or are read at start. */
  readonly started?: Started;
  /** What the image does not show, or shows, of what the policy asks of its trace. */
  readonly traced?: readonly Reason[];
}

/** Stronger decisions are larger. */
export function decisionRank(decision: Decision): number {
  return DECISIONS.indexOf(decision);
}

/**
 * The policy's word on an image: for each finding the first rule that matches decides; what several come to together,
 * and what the image does not show of its trace, is added; the strongest of the decisions is the image's.
 *
 * What was not read is decided by the policy's `unread`, unless a rule names that finding by rule id or
 * category. What a rule accepts counts in no combination. Findings of the category `trace` are decided by what
 * asked for them, in `traced`.
 */
export function decide(
  all: readonly Finding[],
  coverage: Coverage,
  policy: Policy,
  { now, suppressed = 0, started = new Set(), traced = [] }: DecideOptions = {},
): Verdict {
  const findings = all.filter(({ category }) => category !== 'trace');
  const rules = policy.rules.map((rule) => compile(rule, started, now));
  const outcomes = findings.map((finding) => decideOne(finding, coverage, rules, policy));
  const counting = outcomes.filter(({ decision, rule }) => decision !== 'allow' || rule === undefined);
  const strong = [
    ...outcomes.filter((outcome) => outcome.decision !== 'allow').map((outcome) => reasonOf(outcome, policy)),
    ...combine(
      counting.map(({ finding }) => finding),
      policy.combinations ?? [],
      { started, policy: policy.name },
    ),
    ...traced.filter(({ decision }) => decision !== 'allow'),
  ].sort((a, b) => decisionRank(b.decision) - decisionRank(a.decision));
  const [strongest] = strong;
  if (strongest !== undefined) return { decision: strongest.decision, reasons: strong };
  return {
    decision: 'allow',
    reasons: [...allowReasons(outcomes, coverage, policy, suppressed), ...traced],
  };
}

function compile(rule: PolicyRule, started: Started, now: string | undefined): CompiledRule {
  return {
    rule,
    expired: rule.expires !== undefined && now !== undefined && isAfter(now, rule.expires),
    matches: conditionMatcher(rule.when, { all: rule.decision === 'allow', started }),
  };
}

/** True once the last day (`YYYY-MM-DD`, UTC) is over. */
export function isAfter(now: string, lastDay: string): boolean {
  return now.slice(0, 10) > lastDay;
}

function decideOne(
  finding: Finding,
  coverage: Coverage,
  rules: readonly CompiledRule[],
  policy: Policy,
): Outcome {
  let expired: PolicyRule | undefined;
  for (const candidate of rules) {
    if (!candidate.matches(finding)) continue;
    if (candidate.expired) expired ??= candidate.rule;
    else {
      const { rule } = candidate;
      return { finding, decision: rule.decision, rule, ...(expired && { expired }) };
    }
  }
  const decision = finding.rule === NOT_FULLY_READ ? unreadDecision(coverage, policy.unread) : policy.default;
  return { finding, decision, ...(expired && { expired }) };
}

/** The strictest of what the parts that were not read come to. */
function unreadDecision({ unread }: Coverage, decisions: Decision | UnreadDecisions): Decision {
  if (typeof decisions === 'string') return decisions;
  const parts = new Set(unread.map(({ part = 'layers' }) => part));
  return (
    [...parts].map((part) => decisions[part]).sort((a, b) => decisionRank(b) - decisionRank(a))[0] ?? 'allow'
  );
}
