import { compareText } from '../base/compare-text.ts';
import type { FlaggedFile } from '../campaign/flagged-file.ts';
import type { RuleInfo } from '../detect/detector.ts';
import { CONFIDENCES, type Finding } from '../detect/finding.ts';
import { bySeverity } from '../detect/finding-order.ts';
import { filesOfChain, type Inventory } from '../explain/index.ts';
import type { TraceInput } from '../trace/index.ts';
import type { Assessment } from './assessment.ts';
import { notFullyRead } from './coverage.ts';
import { type DescribeInput, describe } from './describe.ts';
import { integrityFindings } from './integrity.ts';
import { noFiles } from './no-files.ts';
import { decide } from './policy/decide.ts';
import type { Policy } from './policy/policy.ts';
import { RULE_GROUPS } from './rule-groups.ts';
import { type BaseLayers, findBoundary } from './suppress/base-boundary.ts';
import type { Baseline } from './suppress/baseline.ts';
import type { IgnoreFile } from './suppress/ignore-file.ts';
import { suppress } from './suppress/suppress.ts';
import { type AttestedFor, traceUnderPolicy } from './trace-requirements.ts';

/** What shall not count, as the user says. */
export interface Suppressions {
  readonly ignore?: IgnoreFile;
  readonly baseline?: Baseline;
  /** Leave out what the base image brought. */
  readonly ignoreBase?: boolean;
  /** The base image for each of its platforms, where the user named one. */
  readonly bases?: readonly BaseLayers[];
}

export interface AssessInput extends DescribeInput {
  readonly findings: readonly Finding[];
  readonly flaggedFiles?: readonly FlaggedFile[];
  readonly policy: Policy;
  /** Of detectors: at least those that the findings name. */
  readonly rules: readonly RuleInfo[];
  readonly suppressions?: Suppressions;
  /** What others say of the image, for each requirement of the policy's `trace` that speaks of it. */
  readonly attestedFor?: readonly AttestedFor[];
  /** Installed packages, to compare lists of contents with, where those are given. */
  readonly packages?: Inventory;
  /** RFC 3339; decides only which rules and exceptions have expired. Without it none has. */
  readonly now?: string;
}

/** Puts everything that is known about an image into one picture, and the policy's verdict on it. Pure. */
export function assess(input: AssessInput): Assessment {
  const { explanation, policy, now, attestedFor = [] } = input;
  const told = describe(input);
  const { coverage } = told;
  const ofReading = [notFullyRead(coverage), noFiles(input.tree, coverage, explanation)];
  const traced = traceUnderPolicy(traceInput(input), attestedFor, policy.name);
  const all = sortFindings([
    ...input.findings,
    ...traced.findings,
    ...integrityFindings(input.image, coverage),
    ...ofReading.filter((finding) => finding !== undefined),
  ]);
  const started = filesOfChain(explanation.startChain);
  const judging = { started, ...(now === undefined ? {} : { now }) };
  const { findings, suppressed, notes, comparison } = takeOut(
    all,
    input,
    (finding) => decide([finding], coverage, policy, judging).decision !== 'allow',
  );
  return {
    ...told,
    verdict: decide(findings, coverage, policy, {
      ...judging,
      suppressed: suppressed.length,
      traced: traced.reasons,
    }),
    findings,
    suppressed,
    suppressionNotes: notes,
    ...(comparison === undefined ? {} : { baseline: comparison }),
    ...(input.flaggedFiles === undefined ? {} : { flaggedFiles: input.flaggedFiles }),
    trace: traced.trace,
    rules: rulesNamed(
      [...input.rules, ...RULE_GROUPS.flatMap(({ rules }) => rules)],
      [...all, ...(comparison?.absent ?? [])],
    ),
  };
}

function traceInput({ image, explanation, layers, packages, tree }: AssessInput): TraceInput {
  return {
    image,
    explanation,
    layers: layers.map((layer) => ({ read: layer.facts !== undefined, unread: layer.unread })),
    ...(packages === undefined ? {} : { packages, tree }),
  };
}

function takeOut(
  findings: readonly Finding[],
  { image, layers, explanation, suppressions = {}, now }: AssessInput,
  counts: (finding: Finding) => boolean,
) {
  const { ignore, baseline, ignoreBase, bases } = suppressions;
  return suppress({
    findings,
    reference: image.reference,
    startChain: explanation.startChain,
    counts,
    ...(ignore === undefined ? {} : { ignore }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(ignoreBase === true
      ? {
          boundary: findBoundary({
            explanation,
            platform: image.platform,
            diffIds: layers.map(({ facts }) => facts?.diffId),
            ...(bases === undefined ? {} : { bases }),
          }),
        }
      : {}),
    ...(now === undefined ? {} : { now }),
  });
}

/** Most severe first, then most confident, then by rule and path. */
function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      bySeverity(a, b) ||
      CONFIDENCES.indexOf(b.confidence) - CONFIDENCES.indexOf(a.confidence) ||
      compareText(a.rule, b.rule) ||
      compareText(a.evidence[0].path, b.evidence[0].path) ||
      (a.evidence[0].layer ?? -1) - (b.evidence[0].layer ?? -1) ||
      compareText(a.evidence[0].excerpt, b.evidence[0].excerpt),
  );
}

function rulesNamed(rules: readonly RuleInfo[], findings: readonly Finding[]): readonly RuleInfo[] {
  const named = new Set(findings.map((finding) => finding.rule));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return [...named]
    .sort(compareText)
    .map((id) => byId.get(id))
    .filter((rule) => rule !== undefined);
}
