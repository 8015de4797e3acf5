import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr } from '@scure/base';
import { decodeCryptoNote } from './cryptonote.ts';

/** Monero's tags of an integrated and a standard address, both one byte (`cryptonote_config.h`). */
const INTEGRATED = 19;
const STANDARD = 18;
const KEYS = 64;

/**
 * The standard address that a Monero integrated address pays into: the same two keys without the payment id, so that
 * two integrated addresses of one owner are one wallet. Undefined for any other text.
 */
export function standardAddress(text: string): string | undefined {
  if (decodeCryptoNote(text)?.kind !== 'integrated address') return undefined;
  const bytes = base58xmr.decode(text);
  if (bytes[0] !== INTEGRATED) return undefined;
  const body = Uint8Array.from([STANDARD, ...bytes.subarray(1, 1 + KEYS)]);
  return base58xmr.encode(Uint8Array.from([...body, ...keccak_256(body).subarray(0, 4)]));
}
