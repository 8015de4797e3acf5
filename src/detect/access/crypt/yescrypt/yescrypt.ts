import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { smix } from './mix.ts';

/** What `$y$j9T$` says: N blocks of 128 · r bytes. */
export interface YescryptCost {
  readonly n: number;
  readonly r: number;
}

/**
 * The 32 bytes that crypt(3) puts behind `$y$j…$salt$` (yescrypt 1.1 of Solar Designer, flavour `j`, one thread, no
 * ROM). Beyond 2^17 blocks of 128 bytes the password is hashed with a sixty-fourth of the memory first.
 */
export function yescrypt(password: Uint8Array, salt: Uint8Array, { n, r }: YescryptCost): Buffer {
  const large = n >= 0x100 && n * r >= 0x20000;
  const first = large ? body(password, salt, { n: n / 64, r }, true) : password;
  return body(first, salt, { n, r }, false);
}

function body(password: Uint8Array, salt: Uint8Array, { n, r }: YescryptCost, before: boolean): Buffer {
  let key = hmac(before ? 'yescrypt-prehash' : 'yescrypt', password);
  const bytes = pbkdf2Sync(key, salt, 1, 128 * r, 'sha256');
  const b = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  key = smix(b, r, n, Buffer.from(bytes.subarray(0, 32)));
  const result = pbkdf2Sync(key, Buffer.from(b.buffer), 1, 32, 'sha256');
  return before ? result : createHash('sha256').update(hmac(result, 'Client Key')).digest();
}

function hmac(key: string | Uint8Array, data: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
