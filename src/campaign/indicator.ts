import { compareText } from '../base/compare-text.ts';

/**
 * What ties images together, the most telling first: where a campaign's id and its words come from one of several
 * indicators, the earlier kind goes before.
 */
export const INDICATOR_KINDS = [
  'wallet',
  'pool-account',
  'email',
  'worker',
  'ssh-key',
  'password-hash',
  'host',
  'url',
  'file',
  'script-shape',
  'program',
  'public-pool',
] as const;
export type CampaignIndicatorKind = (typeof INDICATOR_KINDS)[number];

/** `strong` joins by itself, `medium` (an account) only suspicious images, `weak` never. */
export const STRENGTHS = ['strong', 'medium', 'weak'] as const;
export type Strength = (typeof STRENGTHS)[number];

/**
 * A program's bytes are weak: miners are published builds, and strangers ship the same one. So are public pools, which
 * thousands use.
 */
const WEAK: ReadonlySet<CampaignIndicatorKind> = new Set(['program', 'public-pool']);

export function strengthOf(kind: CampaignIndicatorKind): Strength {
  return WEAK.has(kind) ? 'weak' : 'strong';
}

/** Something that names or belongs to whoever made an image, in one normal form. */
export interface CampaignIndicator {
  readonly kind: CampaignIndicatorKind;
  /** Normalised: lower-case hosts without port, a wallet without worker, `pool/account`. */
  readonly value: string;
  /** Of a wallet: `monero`. */
  readonly coin?: string;
}

/** An indicator where one image shows it. */
export interface Sighting extends CampaignIndicator {
  /** The finding that saw it: `miner/proof`. */
  readonly rule: string;
  /** As in `Evidence.path`. */
  readonly path: string;
  /** DiffID of the layer, or its digest where that is not known; absent for the configuration. */
  readonly layer?: string;
  /** Digest of the layer in the manifest, by which a registry knows it. */
  readonly layerDigest?: string;
  /** From 1. */
  readonly line?: number;
  /**
   * A base image may have brought it without anybody earning or getting in by it. Where all images have it from one
   * and the same layer, it joins nothing.
   */
  readonly inheritable: boolean;
  /**
   * What was seen shows that it serves somebody. A Bitcoin address somewhere in a setting does not: it joins only where
   * another image shows what it is for.
   */
  readonly firm: boolean;
}

/** One key for each indicator. */
export function keyOf({ kind, value }: CampaignIndicator): string {
  return `${kind}:${value}`;
}

/** For `sort`: by kind as in `INDICATOR_KINDS`, then by value. */
export function compareIndicators(a: CampaignIndicator, b: CampaignIndicator): number {
  const kinds = INDICATOR_KINDS.indexOf(a.kind) - INDICATOR_KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  return compareText(a.value, b.value);
}
