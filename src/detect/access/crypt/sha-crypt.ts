import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { cryptBase64 } from './crypt-base64.ts';

export const SHA_ROUNDS = 5000;

/** Groups of three bytes that move on by `step` in each of the three thirds of the digest, and what is left. */
function orderOf(
  groups: number,
  next: (group: readonly number[]) => readonly number[],
  last: readonly number[],
) {
  const order: (readonly number[])[] = [];
  let group: readonly number[] = [0, groups, groups * 2];
  for (let count = 0; count < groups; count++) {
    order.push(group);
    group = next(group);
  }
  return [...order, last];
}

const ORDER_256 = orderOf(10, ([a = 0, b = 0, c = 0]) => [c + 1, a + 1, b + 1], [31, 30]);
const ORDER_512 = orderOf(21, ([a = 0, b = 0, c = 0]) => [b + 1, c + 1, a + 1], [63]);

/** The last part of `$5$…` or `$6$…`: U. Drepper, "Unix crypt using SHA-256 and SHA-512", 0.6. */
export function shaCrypt(kind: 5 | 6, password: Uint8Array, salt: Uint8Array, rounds: number): string {
  const hash = kind === 5 ? sha256 : sha512;
  const size = kind === 5 ? 32 : 64;
  const repeated = (bytes: Uint8Array, length: number): Uint8Array => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at++) out[at] = bytes[at % size] ?? 0;
    return out;
  };
  const inner = hash(concatBytes(password, salt, password));
  const parts: Uint8Array[] = [password, salt, repeated(inner, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? inner : password);
  let digest = hash(concatBytes(...parts));
  const times = (bytes: Uint8Array, count: number): Uint8Array =>
    concatBytes(...Array.from({ length: count }, () => bytes));
  const p = repeated(hash(times(password, password.length)), password.length);
  const s = repeated(hash(times(salt, 16 + (digest[0] ?? 0))), salt.length);
  for (let round = 0; round < rounds; round++) {
    const odd = (round & 1) === 1;
    const running: Uint8Array[] = [odd ? p : digest];
    if (round % 3 !== 0) running.push(s);
    if (round % 7 !== 0) running.push(p);
    running.push(odd ? digest : p);
    digest = hash(concatBytes(...running));
  }
  return cryptBase64(digest, kind === 5 ? ORDER_256 : ORDER_512);
}
