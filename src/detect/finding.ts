export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CONFIDENCES = ['low', 'medium', 'high', 'certain'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CATEGORIES = [
  'miner',
  'wallet',
  'pool',
  'start',
  'backdoor',
  'access',
  'hidden',
  'look-alike',
  'secret',
  'integrity',
  'coverage',
  'trace',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What was seen and where, so that a person can look again. */
export interface Evidence {
  /** With leading slash; nested as `/outer.zip!/inner`. For the configuration ENTRYPOINT, CMD, ENV, HEALTHCHECK, ONBUILD, LABEL. */
  readonly path: string;
  /** Index of the layer, from the bottom, 0 first. Absent for the configuration. */
  readonly layer?: number;
  /** From 1. */
  readonly line?: number;
  /** Byte offset in the file. */
  readonly offset?: number;
  readonly excerpt: string;
  /** A later layer removed or replaced it: index of that layer. */
  readonly goneIn?: number;
}

export type IndicatorKind = 'wallet' | 'pool' | 'url' | 'domain' | 'address' | 'ssh-key' | 'sha256';

/** Something that can be looked for elsewhere, in one normal form. */
export interface Indicator {
  readonly kind: IndicatorKind;
  /** Normalised: lower-case hosts, a wallet without worker names. */
  readonly value: string;
  /** Coin for wallets: `monero`, `bitcoin` … */
  readonly coin?: string;
  /** How it was validated, in words: `checksum holds (Keccak-256)`, `known pool domain`. */
  readonly validation: string;
}

/** Its evidence is never empty: a finding without evidence cannot be built. */
export interface Finding {
  /** `detector/rule`. */
  readonly rule: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why it matters, in one plain sentence about this image. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** MITRE ATT&CK technique where one fits: `T1496.001`. */
  readonly attack?: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly indicators?: readonly Indicator[];
}
