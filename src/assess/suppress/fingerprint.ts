import { digestHex, digestOf } from '../../base/digest.ts';
import type { Finding } from '../../detect/finding.ts';

/**
 * Names what a finding means, in 32 hex digits: its rule, the paths and excerpts of its evidence, its
 * indicators. Not layers, lines, offsets or digests, which a rebuild changes; not the image either, because
 * whoever compares knows which images belong together. The same place with another content has another one.
 */
export function fingerprintOf({ rule, evidence, indicators = [] }: Finding): string {
  const places = new Set(evidence.map(({ path, excerpt }) => JSON.stringify([path, collapse(excerpt)])));
  const values = new Set(indicators.map(({ kind, value }) => JSON.stringify([kind, value])));
  const parts = [rule, [...places].sort(), [...values].sort()];
  return digestHex(digestOf(Buffer.from(JSON.stringify(parts)))).slice(0, 32);
}

/** Names where a finding stands, whatever it says: its rule and its first path. */
export function placeKeyOf({ rule, evidence }: Finding): string {
  return JSON.stringify([rule, evidence[0].path]);
}

function collapse(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
