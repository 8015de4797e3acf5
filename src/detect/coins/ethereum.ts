import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Wallet } from './wallet.ts';

const SHAPE = /^0x[0-9a-fA-F]{40}$/;

/**
 * Decodes an Ethereum address with the mixed case of EIP-55. Addresses in one case carry no checksum and are
 * not decoded: whoever has other reasons to believe in them uses `looksLikeEthereum`.
 */
export function decodeEthereum(text: string): Wallet | undefined {
  if (!SHAPE.test(text)) return undefined;
  const hex = text.slice(2);
  const lower = hex.toLowerCase();
  if (hex === lower || hex === hex.toUpperCase()) return undefined;
  const hash = keccak_256(new TextEncoder().encode(lower));
  for (let index = 0; index < 40; index++) {
    const nibble = ((hash[index >> 1] ?? 0) >> (index % 2 === 0 ? 4 : 0)) & 15;
    const expected = nibble >= 8 ? lower.charAt(index).toUpperCase() : lower.charAt(index);
    if (hex[index] !== expected) return undefined;
  }
  return { address: text, coin: 'ethereum', kind: 'address', validation: 'checksum holds (EIP-55)' };
}

/** Shaped like an Ethereum address, without a word on its checksum. */
export function looksLikeEthereum(text: string): boolean {
  return SHAPE.test(text);
}
