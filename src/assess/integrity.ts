import { digestAlgorithm } from '../base/digest.ts';
import type { RuleInfo } from '../detect/detector.ts';
import type { Finding } from '../detect/finding.ts';
import type { Image } from '../image/image.ts';
import type { Coverage, Unread } from './assessment.ts';
import { evidenceOf, INTEGRITY_REASONS, type LayerResult } from './coverage.ts';

type IntegrityReason = 'digest-mismatch' | 'size-mismatch' | 'diff-id-mismatch';

interface Wording {
  readonly title: string;
  readonly why: string;
}

const WORDING: Readonly<Record<IntegrityReason, Wording>> = {
  'digest-mismatch': {
    title: 'A layer is not the one that the manifest names',
    why: 'The bytes of a layer have another digest than the manifest promises: they were damaged or exchanged.',
  },
  'size-mismatch': {
    title: 'A layer has another size than the manifest says',
    why: 'A layer is longer or shorter than the manifest promises: it was damaged or exchanged.',
  },
  'diff-id-mismatch': {
    title: 'A layer holds something else than the configuration says',
    why: 'Unpacked, a layer has another digest than the configuration promises, so the two do not belong together.',
  },
};

const FIX =
  'Do not use this copy. Pull the image again by its digest from a registry that you trust, and compare.';

/** What the rules of this file mean. */
export const INTEGRITY_RULES: readonly RuleInfo[] = [
  ...Object.entries(WORDING).map(([reason, { title, why }]) => ({
    id: `integrity/${reason}`,
    title,
    category: 'integrity' as const,
    severity: ['critical', 'critical'] as const,
    description: why,
  })),
  {
    id: 'integrity/layer-count-mismatch',
    title: 'Manifest and configuration list different numbers of layers',
    category: 'integrity',
    severity: ['high', 'high'],
    description:
      'The configuration names one diffID for each layer. When the numbers differ, one of the two documents was ' +
      'changed, and what a container would see depends on which one the runtime believes.',
  },
];

/** What the computed diffIDs disagree with, where the pass itself did not already say so. */
export function diffIdProblems(image: Image, layers: readonly LayerResult[]): readonly Unread[] {
  const problems: Unread[] = [];
  for (const [layer, { facts, unread }] of layers.entries()) {
    const claimed = image.layers[layer]?.diffId;
    if (facts === undefined || claimed === undefined || facts.diffId === claimed) continue;
    if (digestAlgorithm(facts.diffId) !== digestAlgorithm(claimed)) continue;
    // A tar that was not read to its end has no diffID that could be compared.
    if ([...unread, ...facts.unknowns].some((item) => item.path === undefined)) continue;
    const detail = `The configuration says ${claimed}, the content is ${facts.diffId}.`;
    problems.push({ layer, reason: 'diff-id-mismatch', detail });
  }
  return problems;
}

/** One finding for each way in which the image is not what its own documents promise. */
export function integrityFindings(image: Image, coverage: Coverage): readonly Finding[] {
  const findings: Finding[] = [];
  for (const reason of Object.keys(WORDING) as IntegrityReason[]) {
    if (!INTEGRITY_REASONS.has(reason)) continue;
    const [first, ...rest] = coverage.unread.filter((item) => item.reason === reason).map(evidenceOf);
    if (first === undefined) continue;
    findings.push({
      rule: `integrity/${reason}`,
      ...WORDING[reason],
      category: 'integrity',
      severity: 'critical',
      confidence: 'certain',
      fix: FIX,
      evidence: [first, ...rest],
    });
  }
  const diffIds = image.config.rootfs.diff_ids?.length ?? 0;
  if (diffIds !== image.layers.length) findings.push(layerCountMismatch(image.layers.length, diffIds));
  return findings;
}

function layerCountMismatch(layers: number, diffIds: number): Finding {
  return {
    rule: 'integrity/layer-count-mismatch',
    title: 'Manifest and configuration list different numbers of layers',
    category: 'integrity',
    severity: 'high',
    confidence: 'certain',
    why: 'The two documents contradict each other, so what a container would see depends on which one is believed.',
    fix: FIX,
    evidence: [
      { path: '/', excerpt: `${layers} layers in the manifest, ${diffIds} diffIDs in the configuration` },
    ],
  };
}
