import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr, bech32, bech32m, createBase58check } from '@scure/base';

/*
 * Addresses with correct checksums over made-up bytes: no key belongs to them, nobody can own them. The bytes
 * come from the hash of the seed, so the same seed gives the same address everywhere.
 */

/** 32 bytes that depend on the seed and on `purpose` only. */
function bytesFor(seed: string, purpose: string): Uint8Array {
  return sha256(new TextEncoder().encode(`clearpull test material, not a key: ${purpose}: ${seed}`));
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** A CryptoNote address of any coin: prefix, two keys, perhaps a payment id, Keccak-256 checksum. */
export function cryptoNoteAddress(prefix: number, seed: string, paymentIdBytes = 0): string {
  const body = new Uint8Array([
    ...varint(prefix),
    ...bytesFor(seed, 'spend'),
    ...bytesFor(seed, 'view'),
    ...bytesFor(seed, 'payment').slice(0, paymentIdBytes),
  ]);
  return base58xmr.encode(new Uint8Array([...body, ...keccak_256(body).slice(0, 4)]));
}

/** A Monero main-net address, 95 characters, beginning with 4. */
export function moneroAddress(seed: string): string {
  return cryptoNoteAddress(18, seed);
}

/** A Monero sub-address, 95 characters, beginning with 8. */
export function moneroSubaddress(seed: string): string {
  return cryptoNoteAddress(42, seed);
}

/** A Monero integrated address, 106 characters, beginning with 4. */
export function moneroIntegratedAddress(seed: string): string {
  return cryptoNoteAddress(19, seed, 8);
}

/** Shaped like a Monero address, but its checksum does not hold. */
export function brokenMoneroAddress(seed: string): string {
  const address = moneroAddress(seed);
  const swapped = address[50] === 'A' ? 'B' : 'A';
  return address.slice(0, 50) + swapped + address.slice(51);
}

function base58check(version: readonly number[], seed: string): string {
  return createBase58check(sha256).encode(
    new Uint8Array([...version, ...bytesFor(seed, 'hash').slice(0, 20)]),
  );
}

/** Bitcoin, pay to public key hash (begins with 1). */
export function bitcoinAddress(seed: string): string {
  return base58check([0x00], seed);
}

/** Bitcoin, pay to script hash (begins with 3). */
export function bitcoinScriptAddress(seed: string): string {
  return base58check([0x05], seed);
}

/** Bitcoin, witness version 0 (BIP-173, begins with bc1q). */
export function bitcoinSegwitAddress(seed: string): string {
  return bech32.encode('bc', [0, ...bech32.toWords(bytesFor(seed, 'hash').slice(0, 20))]);
}

/** Bitcoin, witness version 1 (BIP-350, begins with bc1p). */
export function bitcoinTaprootAddress(seed: string): string {
  return bech32m.encode('bc', [1, ...bech32m.toWords(bytesFor(seed, 'hash'))]);
}

export function litecoinAddress(seed: string): string {
  return base58check([0x30], seed);
}

export function dogecoinAddress(seed: string): string {
  return base58check([0x1e], seed);
}

export function ravencoinAddress(seed: string): string {
  return base58check([0x3c], seed);
}

/** Zcash, transparent (begins with t1). */
export function zcashAddress(seed: string): string {
  return base58check([0x1c, 0xb8], seed);
}

/** Ethereum with the mixed case of EIP-55. */
export function ethereumAddress(seed: string): string {
  const hex = Buffer.from(bytesFor(seed, 'hash').slice(0, 20)).toString('hex');
  const hash = Buffer.from(keccak_256(new TextEncoder().encode(hex))).toString('hex');
  const cased = [...hex].map((digit, index) =>
    Number.parseInt(hash[index] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}`;
}
