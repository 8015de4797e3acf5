import type { RuleInfo } from '../detect/detector.ts';
import { CONFIDENCES, type Finding, SEVERITIES } from '../detect/finding.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { trace } from '../trace/index.ts';
import type { Assessment, Unread } from './assessment.ts';
import { COVERAGE_RULE, coverageOf, type LayerResult, notFullyRead } from './coverage.ts';
import { distributionOf } from './distribution.ts';
import { diffIdProblems, INTEGRITY_RULES, integrityFindings } from './integrity.ts';
import { summarizeLayers } from './layers.ts';
import { decide } from './policy/decide.ts';
import type { Policy } from './policy/policy.ts';

export interface AssessInput {
  readonly image: Image;
  /** By layer index; no facts where the layer could not be read at all. */
  readonly layers: readonly LayerResult[];
  readonly tree: ImageTree;
  readonly explanation: Explanation;
  readonly findings: readonly Finding[];
  /** What could not be read besides `LayerResult.unread` and the facts' own unknowns, which are taken too. */
  readonly unknowns: readonly Unread[];
  readonly policy: Policy;
  /** Every rule that the detectors have. */
  readonly rules: readonly RuleInfo[];
  /** The text kept of the file at a path of the merged tree. */
  readonly text: (path: string) => string | undefined;
  /** RFC 3339; decides only which rules of the policy have expired. Without it none has. */
  readonly now?: string;
}

/** Puts everything that is known about an image into one picture, and the policy's verdict on it. Pure. */
export function assess(input: AssessInput): Assessment {
  const { image, layers, tree, explanation, policy } = input;
  const coverage = coverageOf(layers, [...input.unknowns, ...diffIdProblems(image, layers)]);
  const unread = notFullyRead(coverage);
  const findings = sortFindings([
    ...input.findings,
    ...integrityFindings(image, coverage),
    ...(unread === undefined ? [] : [unread]),
  ]);
  return {
    image: describeImage(input),
    verdict: decide(findings, coverage, policy, input.now),
    findings,
    coverage,
    layers: summarizeLayers(image, layers, tree, explanation),
    explanation,
    trace: trace({
      image,
      explanation,
      layers: layers.map((layer) => ({ read: layer.facts !== undefined, unread: layer.unread })),
    }),
    rules: rulesNamed([...input.rules, COVERAGE_RULE, ...INTEGRITY_RULES], findings),
  };
}

function describeImage({ image, tree, text }: AssessInput): Assessment['image'] {
  const { config } = image;
  const distribution = distributionOf(tree, text);
  return {
    reference: image.reference,
    digest: image.digest,
    hasManifest: image.hasManifest,
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
