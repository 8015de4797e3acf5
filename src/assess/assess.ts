import type { RuleInfo } from '../detect/detector.ts';
import { CONFIDENCES, type Finding, SEVERITIES } from '../detect/finding.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { trace } from '../trace/index.ts';
import type { Assessment, Unread } from './assessment.ts';
import { bareWhiteouts } from './bare-whiteouts.ts';
import { COVERAGE_RULE, coverageOf, type LayerResult, notFullyRead } from './coverage.ts';
import { distributionOf } from './distribution.ts';
import { diffIdProblems, INTEGRITY_RULES, integrityFindings } from './integrity.ts';
import { summarizeLayers } from './layers.ts';
import { decide } from './policy/decide.ts';
import type { Policy } from './policy/policy.ts';
import { readingNotes } from './reading-notes.ts';
import { type BaseLayers, findBoundary } from './suppress/base-boundary.ts';
import type { Baseline } from './suppress/baseline.ts';
import type { IgnoreFile } from './suppress/ignore-file.ts';
import { suppress } from './suppress/suppress.ts';

/** What shall not count, as the user says. */
export interface Suppressions {
  readonly ignore?: IgnoreFile;
  readonly baseline?: Baseline;
  /** Leave out what the base image brought. */
  readonly ignoreBase?: boolean;
  /** The base image for each of its platforms, where the user named one. */
  readonly bases?: readonly BaseLayers[];
}

export interface AssessInput {
  readonly image: Image;
  /** By layer index; no facts where the layer could not be read at all. */
  readonly layers: readonly LayerResult[];
  readonly tree: ImageTree;
  readonly explanation: Explanation;
  readonly accounting?: Accounting;
  readonly findings: readonly Finding[];
  /** What could not be read besides `LayerResult.unread` and the facts' own unknowns, which are taken too. */
  readonly unknowns: readonly Unread[];
  readonly policy: Policy;
  /** Every rule that the detectors have. */
  readonly rules: readonly RuleInfo[];
  /** The text kept of the file at a path of the merged tree. */
  readonly text: (path: string) => string | undefined;
  readonly suppressions?: Suppressions;
  /** RFC 3339; decides only which rules and exceptions have expired. Without it none has. */
  readonly now?: string;
}

/** Puts everything that is known about an image into one picture, and the policy's verdict on it. Pure. */
export function assess(input: AssessInput): Assessment {
  const { image, layers, tree, explanation, policy } = input;
  const howRead = readingNotes(image, layers);
  const coverage = {
    ...coverageOf(layers, [
      ...input.unknowns,
      ...bareWhiteouts(image, layers),
      ...diffIdProblems(image, layers),
    ]),
    ...(howRead.length === 0 ? {} : { notes: howRead }),
  };
  const unread = notFullyRead(coverage);
  const all = sortFindings([
    ...input.findings,
    ...integrityFindings(image, coverage),
    ...(unread === undefined ? [] : [unread]),
  ]);
  const { findings, suppressed, notes, comparison } = takeOut(all, coverage, input);
  return {
    image: describeImage(input),
    verdict: decide(findings, coverage, policy, input.now, suppressed.length),
    findings,
    suppressed,
    suppressionNotes: notes,
    ...(comparison === undefined ? {} : { baseline: comparison }),
    coverage,
    layers: summarizeLayers(image, layers, tree, explanation),
    explanation,
    ...(input.accounting === undefined ? {} : { accounting: input.accounting }),
    trace: trace({
      image,
      explanation,
      layers: layers.map((layer) => ({ read: layer.facts !== undefined, unread: layer.unread })),
    }),
    rules: rulesNamed(
      [...input.rules, COVERAGE_RULE, ...INTEGRITY_RULES],
      [...all, ...(comparison?.absent ?? [])],
    ),
  };
}

function takeOut(
  findings: readonly Finding[],
  coverage: Assessment['coverage'],
  { image, layers, explanation, policy, suppressions = {}, now }: AssessInput,
) {
  const { ignore, baseline, ignoreBase, bases } = suppressions;
  return suppress({
    findings,
    reference: image.reference,
    startChain: explanation.startChain,
    counts: (finding) => decide([finding], coverage, policy, now).decision !== 'allow',
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

function describeImage({ image, tree, text }: AssessInput): Assessment['image'] {
  const { config } = image;
  const distribution = distributionOf(tree, text);
  return {
    reference: image.reference,
    digest: image.digest,
    hasManifest: image.hasManifest,
    ...(image.bare ? { bare: image.bare } : {}),
    ...(image.indexDigest === undefined ? {} : { indexDigest: image.indexDigest }),
    platform: image.platform,
    ...(config.created ? { created: config.created } : {}),
    ...(config.author ? { author: config.author } : {}),
    user: config.config.User || 'root',
    exposedPorts: Object.keys(config.config.ExposedPorts ?? {}).sort(),
    labels: sortKeys(config.config.Labels ?? {}),
    size: image.layers.reduce((sum, layer) => sum + (layer.blob.size ?? 0), 0),
    ...(distribution === undefined ? {} : { distribution }),
    attestations: image.attestations.length,
  };
}

/** Most severe first, then most confident, then by rule and path. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
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

function sortKeys(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}

/** By code unit: the same on every machine, unlike the locale's order. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
