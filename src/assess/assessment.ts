import type { Digest } from '../base/digest.ts';
import type { Unknown } from '../base/unknown.ts';
import type { FlaggedFile } from '../campaign/flagged-file.ts';
import type { RuleInfo } from '../detect/detector.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Opaque } from '../image/nested-facts.ts';
import type { Platform } from '../image/platform.ts';
import type { Trace } from '../trace/index.ts';
import type { ImageFiles } from './image-files.ts';
import type { AssessedFinding, BaselineComparison, SuppressedFinding } from './suppress/suppression.ts';

export const DECISIONS = ['allow', 'review', 'block'] as const;
export type Decision = (typeof DECISIONS)[number];

export interface Reason {
  readonly decision: Decision;
  /** One sentence. */
  readonly text: string;
  /** The finding's rule, where one led to it. */
  readonly rule?: string;
  /** Which line of which policy decided so: `built-in policy, "miner proof"`. */
  readonly policy: string;
}

export interface Verdict {
  readonly decision: Decision;
  /** Strongest first; for `allow`, what was looked at and found in order. Never empty. */
  readonly reasons: readonly Reason[];
}

export interface LayerSummary {
  readonly index: number;
  /** Digest of the blob in the manifest; the diffID where the source has no manifest. */
  readonly digest: Digest;
  readonly diffId?: Digest;
  readonly mediaType: string;
  /** Bytes as stored. */
  readonly compressedSize?: number;
  /** Bytes of the tar. Absent for a layer that was not read. */
  readonly size?: number;
  readonly instruction?: string;
  readonly files: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Something that no step looked into. */
export interface Unread extends Unknown {
  /** Layer index. */
  readonly layer?: number;
  /** What it means for the policy: a layer or the rest of one, a file that can run, or anything else. */
  readonly part?: UnreadPart;
}

/** Bytes are counted as they lie in their archives. */
export interface OpaqueTotals {
  readonly bytes: number;
  /** By layer, in the order in which they were met; the first of them. */
  readonly listed: readonly OpaqueAt[];
}

export interface OpaqueAt extends Opaque {
  /** Layer index. */
  readonly layer: number;
}
export type UnreadPart = 'layers' | 'programs' | 'rest';

export interface Coverage {
  /** True when every byte of every layer was read and searched. */
  readonly complete: boolean;
  readonly layers: number;
  readonly layersRead: number;
  readonly files: number;
  /** Uncompressed bytes read. */
  readonly bytes: number;
  readonly unread: readonly Unread[];
  /** Archives inside the image, or parts of them, that could not be looked into. */
  readonly unopened: { readonly count: number; readonly examples: readonly string[] };
  /** What the archives inside the image came to that were opened; absent in reports of older versions. */
  readonly nested?: { readonly archives: number; readonly files: number; readonly bytes: number };
  /** Which archives those of `unopened` are, and why; absent where there are none. */
  readonly opaque?: OpaqueTotals;
  /** How it was read, where that is not what one would expect; one sentence each. */
  readonly notes?: readonly string[];
}

/** The one picture of an image; everything that a report prints. Pure: same bytes, rules and policy, same result. */
export interface Assessment {
  readonly image: {
    readonly reference: string;
    readonly digest: Digest;
    /** True when `digest` is a manifest's, false when it is the image ID. */
    readonly hasManifest: boolean;
    /** A plain root file system: `digest` is that of its tar, and it has no configuration and no history. */
    readonly bare?: 'folder' | 'archive';
    readonly indexDigest?: Digest;
    readonly platform: Platform;
    readonly created?: string;
    readonly author?: string;
    readonly user: string;
    readonly exposedPorts: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    /** Compressed bytes, as far as known. */
    readonly size: number;
    /** "Debian GNU/Linux 12 (bookworm)", from os-release. */
    readonly distribution?: string;
    readonly attestations: number;
  };
  readonly verdict: Verdict;
  /** Most severe first, then most confident, then by rule and path. */
  readonly findings: readonly AssessedFinding[];
  /** Seen, but taken out of the verdict by the ignore file, the baseline or as the base image's; same order. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What a reader has to know about that: entries that expired, a base that is only claimed. */
  readonly suppressionNotes: readonly string[];
  /** Where a baseline was given. */
  readonly baseline?: BaselineComparison;
  readonly coverage: Coverage;
  readonly layers: readonly LayerSummary[];
  readonly explanation: Explanation;
  /** What accounts for each program; absent in reports of older versions. */
  readonly accounting?: Accounting;
  /** Files that findings point at, by what they hold; absent in reports of older versions. */
  readonly flaggedFiles?: readonly FlaggedFile[];
  readonly trace: Pick<Trace, 'level' | 'links'>;
  /** Only where a report asks for it; no part of the JSON report. */
  readonly files?: ImageFiles;
  /** The rules that the findings name, suppressed or not. */
  readonly rules: readonly RuleInfo[];
}
