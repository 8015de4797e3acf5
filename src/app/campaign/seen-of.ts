import type { Assessment } from '../../assess/assessment.ts';
import { claimedTime, type SeenFinding, type SeenImage, sightingsOf } from '../../campaign/index.ts';
import type { Finding } from '../../detect/finding.ts';
import { formatPlatform } from '../../image/platform.ts';

const MAX_FINDINGS = 100;
const MAX_EVIDENCE = 20;
const MAX_EXCERPT = 300;

/** Findings about the bytes themselves, and not about what somebody put into the image. */
const ABOUT_READING: ReadonlySet<string> = new Set(['coverage', 'integrity']);

/** What the grouping needs of an assessment. `evidence`: also the places and excerpts, for a take-down bundle. */
export function seenOf(assessment: Assessment, evidence: boolean): SeenImage {
  const { image, verdict, findings, layers, flaggedFiles = [] } = assessment;
  const serious = new Set(
    verdict.reasons.flatMap(({ decision, rule }) => (decision === 'allow' ? [] : (rule ?? []))),
  );
  const created = claimedTime(image.created);
  return {
    digest: image.digest,
    hasManifest: image.hasManifest,
    platform: formatPlatform(image.platform),
    references: [image.reference],
    decision: verdict.decision,
    suspicious: findings.some(({ rule, category }) => serious.has(rule) && !ABOUT_READING.has(category)),
    ...(created === undefined ? {} : { created }),
    findings: findings
      .filter(({ severity }) => severity !== 'info')
      .slice(0, MAX_FINDINGS)
      .map((finding) => shortFinding(finding, layers, evidence)),
    sightings: sightingsOf({ findings, flaggedFiles, layers }),
  };
}

function shortFinding(
  { rule, title, category, severity, evidence }: Finding,
  layers: Assessment['layers'],
  full: boolean,
): SeenFinding {
  const short = { rule, title, category, severity };
  if (!full) return short;
  return {
    ...short,
    evidence: evidence.slice(0, MAX_EVIDENCE).map(({ path, layer, line, excerpt }) => {
      const layerDigest = layer === undefined ? undefined : layers[layer]?.digest;
      return {
        path,
        ...(layerDigest === undefined ? {} : { layerDigest }),
        ...(line === undefined ? {} : { line }),
        excerpt: excerpt.slice(0, MAX_EXCERPT),
      };
    }),
  };
}
