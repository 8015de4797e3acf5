import { z } from 'zod';
import type { Severity } from '../../detect/finding.ts';
import { CATEGORIES, type Category, CONFIDENCES, type Confidence, SEVERITIES } from '../../detect/finding.ts';
import { DECISIONS, type Decision, type UnreadPart } from '../assessment.ts';
import { globText, oneOrMore, policyName, stricter } from './fields.ts';
import { TRACE_KEYS, type TraceRequirement, traceRequirementSchema } from './trace-requirement.ts';

/** What turns findings into a verdict: the first rule that matches a finding decides about it. */
export interface Policy {
  /** For the reasons: `built-in policy`, `policy ci.yaml`. */
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** What several findings together come to; each can only make the verdict stricter. */
  readonly combinations?: readonly PolicyCombination[];
  /** What an image comes to that could not be read to its end: by what of it. */
  readonly unread: Decision | UnreadDecisions;
  /** What a finding comes to that no rule matches. */
  readonly default: Decision;
  /** What images have to show of where they come from; all that speak of an image hold. */
  readonly trace?: readonly TraceRequirement[];
}

/**
 * By what was not read: a whole layer or the rest of one; a file that can run; anything else. The strictest of those
 * that are concerned decides.
 */
export type UnreadDecisions = Readonly<Record<UnreadPart, Decision>>;

export interface PolicyCombination {
  readonly name: string;
  readonly decision: Exclude<Decision, 'allow'>;
  /** Each has to be met, by other findings or by the same. */
  readonly all: readonly CombinedCondition[];
  readonly reason?: string;
}

/** A condition, and how many findings have to meet it. */
export interface CombinedCondition extends PolicyCondition {
  readonly count: number;
}

export interface PolicyRule {
  readonly name: string;
  readonly decision: Decision;
  readonly when: PolicyCondition;
  /** Why the people who wrote the policy decided so. */
  readonly reason?: string;
  /** `YYYY-MM-DD`: the last day (UTC) on which the rule counts. */
  readonly expires?: string;
  /** The policy that the rule comes from, where it is not the one that it stands in. */
  readonly from?: string;
}

/** All that is named must hold. */
export interface PolicyCondition {
  /** Globs over rule ids, one of which must match. */
  readonly rule?: readonly string[];
  readonly category?: readonly Category[];
  /** At least. */
  readonly severity?: Severity;
  /** At least. */
  readonly confidence?: Confidence;
  /**
   * Glob over the evidence's paths. A rule that allows needs all of them to match, so that an exception for
   * one folder never covers what was also seen elsewhere; for the others one is enough.
   */
  readonly path?: string;
  /** Glob over the ATT&CK technique of the finding. */
  readonly attack?: string;
  /** Whether something of its evidence runs or is read at start, or stands in the image's configuration. */
  readonly atStart?: boolean;
}

const MAX_POLICY_RULES = 1000;

const conditionShape = {
  rule: oneOrMore(globText).optional(),
  category: oneOrMore(z.enum(CATEGORIES)).optional(),
  severity: z.enum(SEVERITIES).optional(),
  confidence: z.enum(CONFIDENCES).optional(),
  path: globText.optional(),
  attack: globText.optional(),
  'at-start': z.boolean().optional(),
};
const conditionSchema = z.strictObject(conditionShape).transform(withAtStart);

const combinedShape = { ...conditionShape, count: z.int().min(1).max(1_000_000).default(1) };
const combinedSchema = z.strictObject(combinedShape).transform(withAtStart);

function withAtStart<T extends { readonly 'at-start'?: boolean | undefined }>({
  'at-start': at,
  ...rest
}: T) {
  return { ...rest, ...(at === undefined ? {} : { atStart: at }) };
}

const ruleSchema = z.strictObject({
  name: policyName,
  decision: z.enum(DECISIONS),
  when: conditionSchema.default({}),
  reason: z.string().max(1000).optional(),
  expires: z.iso.date().optional(),
});

const combinationSchema = z.strictObject({
  name: policyName,
  decision: stricter,
  all: z.array(combinedSchema).min(1).max(100),
  reason: z.string().max(1000).optional(),
});

const unreadShape = {
  layers: z.enum(DECISIONS).default('review'),
  programs: z.enum(DECISIONS).default('review'),
  rest: z.enum(DECISIONS).default('review'),
};

/** A policy file, format version 1. */
export const policyFileSchema = z.strictObject({
  version: z.literal(1),
  /** `built-in`: the built-in rules follow after the file's own. */
  extends: z.literal('built-in').optional(),
  rules: z.array(ruleSchema).max(MAX_POLICY_RULES).default([]),
  combinations: z.array(combinationSchema).max(MAX_POLICY_RULES).default([]),
  unread: z.union([z.enum(DECISIONS), z.strictObject(unreadShape)]).default('review'),
  default: z.enum(DECISIONS).default('allow'),
  trace: z.array(traceRequirementSchema).max(MAX_POLICY_RULES).default([]),
});

export type PolicyFile = z.infer<typeof policyFileSchema>;

/** Every key that may stand in a policy file, for "did you mean". */
export const POLICY_KEYS = {
  file: Object.keys(policyFileSchema.shape),
  rule: Object.keys(ruleSchema.shape),
  when: Object.keys(conditionShape),
  combination: Object.keys(combinationSchema.shape),
  all: Object.keys(combinedShape),
  unread: Object.keys(unreadShape),
  trace: TRACE_KEYS.requirement,
  signers: TRACE_KEYS.signer,
} as const;
