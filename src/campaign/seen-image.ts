import type { Digest } from '../base/digest.ts';
import type { Category, Evidence, Severity } from '../detect/finding.ts';
import type { Sighting } from './indicator.ts';

export const SEEN_DECISIONS = ['allow', 'review', 'block'] as const;
export type SeenDecision = (typeof SEEN_DECISIONS)[number];

/** A finding in short. */
export interface SeenFinding {
  readonly rule: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Only where they are asked for, for a take-down bundle. */
  readonly evidence?: readonly SeenEvidence[];
}

export interface SeenEvidence extends Pick<Evidence, 'path' | 'line' | 'excerpt'> {
  /** Digest of the layer in the manifest. */
  readonly layerDigest?: string;
}

/** What the grouping needs of one checked image; everything else of its report can be forgotten. */
export interface SeenImage {
  readonly digest: Digest;
  /** True when `digest` is a manifest's, by which a registry knows it; false when it is the image ID. */
  readonly hasManifest: boolean;
  readonly platform: string;
  /** As the reports name it; several when it was seen under several names. Sorted. */
  readonly references: readonly string[];
  readonly decision: SeenDecision;
  /** A finding of its own, not only something unread, led to review or block. */
  readonly suspicious: boolean;
  /** As its configuration claims; absent where it claims nothing that can be true. */
  readonly created?: string;
  readonly findings: readonly SeenFinding[];
  readonly sightings: readonly Sighting[];
}
