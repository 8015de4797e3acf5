import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr } from '@scure/base';
import type { Wallet } from './wallet.ts';

interface CryptoNoteKind {
  readonly coin: string;
  readonly kind: string;
  /** Bytes of payment id behind the two keys. */
  readonly paymentId: 0 | 8;
}

/**
 * Address prefixes (varint tags) by coin, from `cryptonote_config.h` of each project. Only those that are
 * certain: a wrong coin's name would tie images together that have nothing in common.
 */
const PREFIXES: ReadonlyMap<number, CryptoNoteKind> = new Map([
  [18, { coin: 'monero', kind: 'address', paymentId: 0 }],
  [19, { coin: 'monero', kind: 'integrated address', paymentId: 8 }],
  [42, { coin: 'monero', kind: 'subaddress', paymentId: 0 }],
  [4146, { coin: 'wownero', kind: 'address', paymentId: 0 }],
  [6810, { coin: 'wownero', kind: 'integrated address', paymentId: 8 }],
  [12208, { coin: 'wownero', kind: 'subaddress', paymentId: 0 }],
]);

const KEYS = 64;
const CHECKSUM = 4;

/**
 * Decodes a CryptoNote address: base58 in blocks of eight bytes, a varint prefix, two 32-byte keys, perhaps a
 * payment id, and the first four bytes of the original Keccak-256 (not SHA3-256). Undefined when the checksum
 * does not hold or the prefix is not one we know.
 */
export function decodeCryptoNote(text: string): Wallet | undefined {
  if (text.length < 95 || text.length > 110) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = base58xmr.decode(text);
  } catch {
    return undefined;
  }
  const prefix = readVarint(bytes);
  const known = prefix === undefined ? undefined : PREFIXES.get(prefix.value);
  if (prefix === undefined || known === undefined) return undefined;
  if (bytes.length !== prefix.length + KEYS + known.paymentId + CHECKSUM) return undefined;
  const body = bytes.subarray(0, bytes.length - CHECKSUM);
  const checksum = keccak_256(body).subarray(0, CHECKSUM);
  if (!checksum.every((byte, index) => byte === bytes[body.length + index])) return undefined;
  return { address: text, coin: known.coin, kind: known.kind, validation: 'checksum holds (Keccak-256)' };
}

function readVarint(bytes: Uint8Array): { value: number; length: number } | undefined {
  let value = 0;
  for (let index = 0; index < Math.min(bytes.length, 4); index++) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, length: index + 1 };
  }
  return undefined;
}
