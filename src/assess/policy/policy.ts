import { z } from 'zod';
import type { Severity } from '../../detect/finding.ts';
import { CATEGORIES, type Category, CONFIDENCES, type Confidence, SEVERITIES } from '../../detect/finding.ts';
import { DECISIONS, type Decision } from '../assessment.ts';

/** What turns findings into a verdict: the first rule that matches a finding decides about it. */
export interface Policy {
  /** For the reasons: `built-in policy`, `policy ci.yaml`. */
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** What an image comes to that could not be read to its end. */
  readonly unread: Decision;
  /** What a finding comes to that no rule matches. */
  readonly default: Decision;
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
}

export const MAX_POLICY_RULES = 1000;
export const globText = z.string().min(1).max(1000);

/** One value or a list of them, as a list. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((value) => [value]), z.array(item).min(1).max(1000)]);
}

const conditionSchema = z.strictObject({
  rule: oneOrMore(globText).optional(),
  category: oneOrMore(z.enum(CATEGORIES)).optional(),
  severity: z.enum(SEVERITIES).optional(),
  confidence: z.enum(CONFIDENCES).optional(),
  path: globText.optional(),
});

const ruleSchema = z.strictObject({
  name: z.string().min(1).max(200),
  decision: z.enum(DECISIONS),
  when: conditionSchema.default({}),
  reason: z.string().max(1000).optional(),
  expires: z.iso.date().optional(),
});

/** A policy file, format version 1. */
export const policyFileSchema = z.strictObject({
  version: z.literal(1),
  /** `built-in`: the built-in rules follow after the file's own. */
  extends: z.literal('built-in').optional(),
  rules: z.array(ruleSchema).max(MAX_POLICY_RULES).default([]),
  unread: z.enum(DECISIONS).default('review'),
  default: z.enum(DECISIONS).default('allow'),
});

export type PolicyFile = z.infer<typeof policyFileSchema>;

/** Every key that may stand in a policy file, for "did you mean". */
export const POLICY_KEYS = {
  file: Object.keys(policyFileSchema.shape),
  rule: Object.keys(ruleSchema.shape),
  when: Object.keys(conditionSchema.shape),
} as const;
