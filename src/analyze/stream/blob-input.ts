import { type Digest, type DigestAlgorithm, digestHasher } from '../../base/digest.ts';
import { freeMemoryEndingWith } from '../../base/free-memory.ts';

export interface BlobInputOptions {
  /** Algorithm of the digest that the bytes will be compared with. */
  readonly algorithm: DigestAlgorithm;
  /** Called with the number of bytes taken in. */
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
  /** The source gives its chunks away, each with memory of its own: it can be freed once they are used. */
  readonly ownsChunks?: boolean;
}

/** How the bytes are cut for the decoders. */
const BLOCK_BYTES = 1024 * 1024;

/**
 * The compressed side of a layer: counts and hashes every byte that the source yields, and lets a decoder look
 * ahead and give back what it did not use. Errors of the source throw, each time it is asked again.
 *
 * However the source cuts its bytes, they are handed out in the same blocks: how far a decoder gets in damaged
 * data depends on what it is given at once, and the same blob must give the same result from a disk and from a
 * network.
 */
export class BlobInput {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #options: BlobInputOptions;
  readonly #hasher;
  #pending = EMPTY;
  #bytes = 0;
  /** What the source gave beyond the current block. */
  #carry = EMPTY;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(source: AsyncIterable<Uint8Array>, options: BlobInputOptions) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#options = options;
    this.#hasher = digestHasher(options.algorithm);
  }

  /** Bytes taken from the source so far, also those that no decoder has taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What went wrong with the source itself, if something did. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Of all bytes of the source; call it once, after `drain`. */
  digest(): Digest {
    return this.#hasher.digest();
  }

  /** The next bytes, at least one; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    if (this.#pending.length === 0) return this.#pull();
    const bytes = this.#pending;
    this.#pending = EMPTY;
    return bytes;
  }

  /** What comes next, without taking it: at least `count` bytes, fewer only before the end. */
  async peek(count: number): Promise<Buffer> {
    while (this.#pending.length < count) {
      const more = await this.#pull();
      if (more === undefined) break;
      this.#pending = this.#pending.length === 0 ? more : Buffer.concat([this.#pending, more]);
    }
    return this.#pending;
  }

  /** Takes that many bytes, fewer only at the end; answers how many. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const bytes = await this.next();
      if (bytes === undefined) break;
      if (bytes.length > left) this.unread(bytes.subarray(left));
      left -= Math.min(left, bytes.length);
    }
    return count - left;
  }

  /** Gives back the end of what `next` returned last. */
  unread(bytes: Buffer): void {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([bytes, this.#pending]);
  }

  /** Frees what `next` returned last, as far as nobody else can want it. */
  letGo(bytes: Buffer): void {
    const isWhole = bytes.byteOffset === 0 && bytes.length === BLOCK_BYTES;
    if (this.#options.ownsChunks === true && isWhole) freeMemoryEndingWith(bytes);
  }

  /** Reads to the end, so that the digest covers everything; answers how many bytes nobody had taken. */
  async drain(): Promise<number> {
    let count = 0;
    for (let bytes = await this.next(); bytes !== undefined; bytes = await this.next()) count += bytes.length;
    return count;
  }

  /** Lets go of the source when it is not read to its end. Does not wait: it may be stuck. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    const closing = this.#iterator.return?.();
    closing?.catch(() => undefined);
  }

  /** The next block: BLOCK_BYTES, fewer only at the end. */
  async #pull(): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let length = 0;
    while (length < BLOCK_BYTES) {
      const bytes = this.#carry.length > 0 ? this.#carry : await this.#fromSource();
      if (bytes === undefined) break;
      const part = bytes.subarray(0, BLOCK_BYTES - length);
      this.#carry = bytes.subarray(part.length);
      parts.push(part);
      length += part.length;
    }
    if (parts.length <= 1) return parts[0];
    return Buffer.concat(parts, length);
  }

  async #fromSource(): Promise<Buffer | undefined> {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      while (!this.#ended) {
        this.#options.signal?.throwIfAborted();
        const next = await this.#iterator.next();
        if (next.done === true) {
          this.#ended = true;
          break;
        }
        const { value } = next;
        if (value.length === 0) continue;
        this.#hasher.update(value);
        this.#bytes += value.length;
        this.#options.onBytes?.(value.length);
        return Buffer.from(value.buffer, value.byteOffset, value.length);
      }
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    return undefined;
  }
}

const EMPTY: Buffer = Buffer.alloc(0);
