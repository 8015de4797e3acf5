import type { Digest } from '../base/digest.ts';
import type { Unknown } from '../base/unknown.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Inventory } from '../explain/packages/inventory.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { Claim } from './claim.ts';
import type { RebuildSide } from './rebuild/rebuild-side.ts';
import type { SourceComparison } from './source/compare-source.ts';

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

/** Who can stand behind a link, the most trustworthy first. */
export const VOUCHERS = [
  'clearpull',
  'signer',
  'attestation',
  'client',
  'annotation',
  'label',
  'inherited-label',
  'history',
] as const;

/**
 * Somebody who says what a link says: `clearpull` computed it, a verified `signer`, an unsigned `attestation`, the
 * `client` of a builder (which the builder only passes on), an `annotation`, a `label`, a label that only the base
 * set, the image's own `history`.
 */
export interface Voucher {
  readonly by: (typeof VOUCHERS)[number];
  /** Whose it is: a certificate's identity and issuer, a key, a builder. */
  readonly who?: string;
}

export interface TraceLink {
  readonly name: LinkName;
  readonly status: LinkStatus;
  /** What was compared or is claimed: digests, names, rows. */
  readonly evidence: readonly string[];
  /** One sentence. */
  readonly reason: string;
  /** Who stands behind it; absent where nobody does. */
  readonly vouchedBy?: readonly Voucher[];
}

/** A source or a builder that somebody names. */
export interface Named {
  /** As it was said. */
  readonly value: string;
  /**
   * `verified`: a signer who was asked for says so and the image does not speak against it, or clearpull compared the
   * image with it. `claimed`: anybody could have written it.
   */
  readonly status: 'verified' | 'claimed';
  readonly by: Voucher;
}

/** Where an image is said to come from. */
export interface Origin {
  /** Addresses of source repositories. */
  readonly sources: readonly Named[];
  /** `builder.id` of provenances. */
  readonly builders: readonly Named[];
}

export const TRACE_LEVELS = ['T0', 'T1', 'T2', 'T3', 'T4'] as const;

/**
 * T0 opaque · T1 described: the history accounts for every layer and the base is known by digest, or there is
 * none · T2 linked: a source is named, and its Dockerfile agrees with the history · T3 attested: a signed provenance
 * for this very digest agrees with both · T4 reproduced: a rebuild gives the same. Each needs the one before.
 */
export type TraceLevel = (typeof TRACE_LEVELS)[number];

export interface Trace {
  readonly level: TraceLevel;
  /** One for each of LINK_NAMES, in that order. */
  readonly links: readonly TraceLink[];
  /** Every source and builder that is named, and by whom. */
  readonly origin: Origin;
}

export interface TraceInput {
  readonly image: Image;
  /** Other digests that its tag led to at earlier times, as far as known; the latest last. */
  readonly tagBefore?: readonly Digest[];
  readonly explanation: Explanation;
  /** By layer index: whether its bytes were read, and what was wrong with them. */
  readonly layers: readonly { readonly read: boolean; readonly unread: readonly Unknown[] }[];
  /** What others say of the image, as far as it was looked for; absent where it was not. */
  readonly attested?: Attested;
  /** Installed packages and files, to compare lists of contents with. */
  readonly packages?: Inventory;
  readonly tree?: ImageTree;
  /** The source tree that the user gave, held against the image. */
  readonly source?: SourceComparison;
  /** What the images are to it that the user named as bases. */
  readonly bases?: GivenBases;
  /** The image as it was read, and another that was built from the same source. */
  readonly rebuild?: { readonly original: RebuildSide; readonly rebuilt: RebuildSide };
}

/** What others say of an image, found in its place or in files that the user named. */
export interface Attested {
  readonly claims: readonly Claim[];
  /** What could not be looked for or read, one sentence each. */
  readonly notes: readonly string[];
}

/** An image that the user named as a base, whose layers are the lowest ones of another, with its own trace. */
export interface TracedBase extends Pick<Image, 'reference' | 'digest' | 'indexDigest'> {
  /** How many layers it has. */
  readonly layers: number;
  readonly trace: Trace;
}

/** What the images that the user named as bases are to an image. */
export interface GivenBases {
  /** The one with the most layers that lies below it. */
  readonly below?: TracedBase;
  /** Those that do not lie below it. */
  readonly others: readonly Pick<Image, 'reference' | 'digest' | 'indexDigest'>[];
  /** Why a base below was not traced any further, one sentence. */
  readonly stopped?: string;
}
