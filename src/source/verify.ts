import { type Digest, digestAlgorithm, digestOf } from '../base/digest.ts';
import { ClearpullError } from '../base/errors.ts';
import { limitError } from '../base/limit-reached.ts';
import type { LimitName } from '../base/limits.ts';
import { formatBytes } from '../base/quantities.ts';
import type { Descriptor } from '../image/descriptor.ts';

/** Throws `integrity` when bytes are not those that the descriptor promised. */
export function verifyDocument(
  bytes: Uint8Array,
  expected: Pick<Descriptor, 'digest' | 'size'>,
  what: string,
): void {
  if (bytes.length !== expected.size) {
    throw new ClearpullError(
      'integrity',
      `${what} is ${bytes.length} bytes long where its descriptor says ${expected.size}`,
      { hint: TAMPERED },
    );
  }
  verifyDigest(bytes, expected.digest, what);
}

/** Throws `integrity` when the bytes have another digest. */
export function verifyDigest(bytes: Uint8Array, expected: Digest, what: string): void {
  const actual = digestOf(bytes, digestAlgorithm(expected));
  if (actual === expected) return;
  throw new ClearpullError('integrity', `${what} should have digest ${expected} but has ${actual}`, {
    hint: TAMPERED,
  });
}

/** Throws `limit-reached` before more than `cap` bytes of one document are read; `limit` is where the cap is from. */
export function checkDocumentSize(size: number, cap: number, what: string, limit?: LimitName): void {
  if (size <= cap) return;
  const message = `${what} is ${formatBytes(size)} long; documents above ${formatBytes(cap)} are not read`;
  throw limit === undefined ? new ClearpullError('limit-reached', message) : limitError(limit, message);
}

const TAMPERED = 'It is damaged or was changed on the way. Do not use this copy.';
