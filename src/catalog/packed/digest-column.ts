import { type Digest, digestHex } from '../../base/digest.ts';
import { DIGEST_BYTES } from './layout.ts';

/** Sorted sha256 digests of fixed width, found by bisection. */
export class DigestColumn {
  readonly #bytes: Buffer;
  readonly length: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.length = Math.floor(bytes.length / DIGEST_BYTES);
  }

  at(index: number): Digest | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return `sha256:${this.#bytes.toString('hex', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES)}`;
  }

  /** -1 where it is not there. */
  indexOf(digest: Digest): number {
    if (!digest.startsWith('sha256:')) return -1;
    const wanted = Buffer.from(digestHex(digest), 'hex');
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const start = middle * DIGEST_BYTES;
      const order = this.#bytes.compare(wanted, 0, DIGEST_BYTES, start, start + DIGEST_BYTES);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
