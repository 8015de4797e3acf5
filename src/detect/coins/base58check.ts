import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';
import type { Wallet } from './wallet.ts';

const codec = createBase58check(sha256);

/** Version bytes of pay-to-hash addresses, as hex, from each coin's `chainparams.cpp`. */
const VERSIONS: ReadonlyMap<string, { coin: string; kind: string }> = new Map([
  ['00', { coin: 'bitcoin', kind: 'address' }],
  ['05', { coin: 'bitcoin', kind: 'script address' }],
  ['30', { coin: 'litecoin', kind: 'address' }],
  ['32', { coin: 'litecoin', kind: 'script address' }],
  ['1e', { coin: 'dogecoin', kind: 'address' }],
  ['3c', { coin: 'ravencoin', kind: 'address' }],
  ['1cb8', { coin: 'zcash', kind: 'transparent address' }],
  ['1cbd', { coin: 'zcash', kind: 'transparent script address' }],
]);

const HASH = 20;

/** First characters that these versions can give; spares most strings the decoding. */
const FIRST = /^[13LMDRt]/;

/** Decodes a base58check address (double SHA-256, four bytes) of a coin that we know. */
export function decodeBase58check(text: string): Wallet | undefined {
  if (text.length < 26 || text.length > 36 || !FIRST.test(text)) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = codec.decode(text);
  } catch {
    return undefined;
  }
  const version = [...bytes.subarray(0, Math.max(0, bytes.length - HASH))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const known = VERSIONS.get(version);
  if (known === undefined) return undefined;
  // An all-zero hash is what documentation and burn addresses use.
  if (bytes.subarray(bytes.length - HASH).every((byte) => byte === 0)) return undefined;
  return { address: text, ...known, validation: 'checksum holds (double SHA-256)' };
}
