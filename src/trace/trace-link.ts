import type { Unknown } from '../base/unknown.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';

/** How far a link of the chain can be believed. Only `verified` was checked by clearpull itself. */
export type LinkStatus = 'verified' | 'claimed' | 'missing' | 'contradicted';

export const LINK_STATUSES = ['verified', 'claimed', 'missing', 'contradicted'] as const;

/** The links between a Dockerfile's source and the bytes of an image, in the order in which one builds on another. */
export const LINK_NAMES = [
  'reference',
  'bytes',
  'history',
  'dockerfile',
  'source',
  'base',
  'provenance',
  'signature',
  'sbom',
  'rebuild',
] as const;
export type LinkName = (typeof LINK_NAMES)[number];

export interface TraceLink {
  readonly name: LinkName;
  readonly status: LinkStatus;
  /** What was compared or is claimed: digests, names, rows. */
  readonly evidence: readonly string[];
  /** One sentence. */
  readonly reason: string;
}

/**
 * T0 opaque · T1 described: the history accounts for every layer and the base is known by digest, or there is
 * none. T2 to T4 need the source, verified provenance and a rebuild, which are not looked at yet.
 */
export type TraceLevel = 'T0' | 'T1';

export interface Trace {
  readonly level: TraceLevel;
  /** One for each of LINK_NAMES, in that order. */
  readonly links: readonly TraceLink[];
}

export interface TraceInput {
  readonly image: Image;
  readonly explanation: Explanation;
  /** By layer index: whether its bytes were read, and what was wrong with them. */
  readonly layers: readonly { readonly read: boolean; readonly unread: readonly Unknown[] }[];
}
