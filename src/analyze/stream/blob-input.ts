import { type Digest, type DigestAlgorithm, digestHasher } from '../../base/digest.ts';

export interface BlobInputOptions {
  /** Algorithm of the digest that the bytes will be compared with. */
  readonly algorithm: DigestAlgorithm;
  /** Called with the number of bytes taken in. */
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The compressed side of a layer: counts and hashes every byte that the source yields, and lets a decoder look
 * ahead and give back what it did not use. Errors of the source throw, each time it is asked again.
 */
export class BlobInput {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #options: BlobInputOptions;
  readonly #hasher;
  #pending = EMPTY;
  #bytes = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(source: AsyncIterable<Uint8Array>, options: BlobInputOptions) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#options = options;
    this.#hasher = digestHasher(options.algorithm);
  }

  /** Bytes taken from the source so far, those that were given back included. */
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

  async #pull(): Promise<Buffer | undefined> {
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
