import { md5 } from '@noble/hashes/legacy.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { cryptBase64 } from './crypt-base64.ts';

const ORDER = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];
export const MD5_ROUNDS = 1000;

/** The last part of `$1$salt$…`, as P.-H. Kamp's md5crypt makes it. */
export function md5Crypt(password: Uint8Array, salt: Uint8Array): string {
  const inner = md5(concatBytes(password, salt, password));
  const parts: Uint8Array[] = [password, Buffer.from('$1$'), salt];
  for (let left = password.length; left > 0; left -= 16) parts.push(inner.subarray(0, Math.min(16, left)));
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push((bits & 1) === 1 ? new Uint8Array(1) : password.subarray(0, 1));
  }
  let digest = md5(concatBytes(...parts));
  for (let round = 0; round < MD5_ROUNDS; round++) {
    const odd = (round & 1) === 1;
    digest = md5(
      concatBytes(
        odd ? password : digest,
        round % 3 === 0 ? new Uint8Array() : salt,
        round % 7 === 0 ? new Uint8Array() : password,
        odd ? digest : password,
      ),
    );
  }
  return cryptBase64(digest, ORDER);
}
