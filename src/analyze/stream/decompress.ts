import type { Digest } from '../../base/digest.ts';
import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { BlobInput, type BlobInputOptions } from './blob-input.ts';
import { type Compression, detectCompression } from './compression.ts';
import { gunzip } from './gzip.ts';
import { unzstd } from './zstd.ts';

/** Below this, a high ratio is ordinary: a tar of empty files compresses a thousandfold. */
const RATIO_FREE_BYTES = 64 * 1024 * 1024;

export interface DecompressResult {
  readonly compression: Compression;
  readonly digest: Digest;
  readonly compressedBytes: number;
  /** Uncompressed bytes that went to the sink. */
  readonly bytes: number;
  /** Problems of the compressed form. When one ended the stream early, `broken` is true. */
  readonly unknowns: readonly Unknown[];
  readonly broken: boolean;
}

export interface DecompressOptions extends BlobInputOptions {
  readonly limits: Limits;
  /**
   * Compressed bytes there will be, where known: what the ratio is measured by. How much of the input an engine
   * has taken when it hands out a chunk depends on timing, and the place of a cut must not.
   */
  readonly blobBytes?: number;
}

/**
 * Streams `source` to `sink`, decompressed, and hashes the compressed side on the way. The source is always
 * read to its end, so that its digest can be told even when its content is damaged. `sink` is called with
 * chunks that it may keep no reference to after returning. Errors of the source itself (network, disk), the
 * abort reason of the signal and errors of the sink throw.
 */
export async function decompress(
  source: AsyncIterable<Uint8Array>,
  sink: (chunk: Buffer) => void,
  options: DecompressOptions,
): Promise<DecompressResult> {
  const input = new BlobInput(source, options);
  try {
    return await decompressInput(input, new Output(sink, input, options));
  } finally {
    input.close();
  }
}

async function decompressInput(input: BlobInput, output: Output): Promise<DecompressResult> {
  const compression = detectCompression(await input.peek(4));
  const problem = await decode(compression, input, output);
  const rest = await input.drain();
  const unknowns = problem === undefined ? [] : [problem];
  // After damage there is no telling where the data would have ended.
  if (problem === undefined && rest > 0) {
    unknowns.push({
      reason: 'trailing-data',
      detail: `${rest} bytes follow the end of the ${compression} data; they were not looked into`,
    });
  }
  return {
    compression,
    digest: input.digest(),
    compressedBytes: input.bytes,
    bytes: output.bytes,
    unknowns,
    broken: problem !== undefined,
  };
}

/** Decodes as far as it goes; what is returned ended it before its end. */
async function decode(
  compression: Compression,
  input: BlobInput,
  output: Output,
): Promise<Unknown | undefined> {
  if (compression === 'xz' || compression === 'bzip2') {
    return {
      reason: 'unsupported-compression',
      detail: `the layer is compressed with ${compression}, which no image specification allows; its content was not read`,
    };
  }
  const take = (chunk: Buffer): void => output.take(chunk);
  try {
    if (compression === 'gzip') await gunzip(input, take);
    else if (compression === 'zstd') await unzstd(input, take);
    else await passOn(input, take);
    return undefined;
  } catch (error) {
    if (input.failure !== undefined) throw input.failure.error;
    if (output.limit !== undefined) return output.limit;
    if (output.failure !== undefined) throw output.failure.error;
    return {
      reason: 'decompression-failed',
      detail: `the ${compression} data is damaged or cut off (${(error as Error).message}); what follows was not read`,
    };
  }
}

async function passOn(input: BlobInput, take: (chunk: Buffer) => void): Promise<void> {
  for (let bytes = await input.next(); bytes !== undefined; bytes = await input.next()) {
    take(bytes);
    input.letGo(bytes);
  }
}

/** Passes the decompressed bytes on within the limits. Throws when there is to be no more of them. */
class Output {
  readonly #sink: (chunk: Buffer) => void;
  readonly #input: BlobInput;
  readonly #limits: Limits;
  readonly #blobBytes: number | undefined;
  bytes = 0;
  /** Which limit was reached. */
  limit: Unknown | undefined;
  failure: { readonly error: unknown } | undefined;

  constructor(sink: (chunk: Buffer) => void, input: BlobInput, options: DecompressOptions) {
    this.#sink = sink;
    this.#input = input;
    this.#limits = options.limits;
    this.#blobBytes = options.blobBytes;
  }

  take(chunk: Buffer): void {
    const { maxLayerBytes, maxCompressionRatio } = this.#limits;
    const maxByRatio = Math.max(
      RATIO_FREE_BYTES,
      (this.#blobBytes ?? this.#input.bytes) * maxCompressionRatio,
    );
    // Up to the limit to the byte, wherever chunks happen to end.
    const allowed = chunk.subarray(0, Math.max(0, Math.min(maxLayerBytes, maxByRatio) - this.bytes));
    this.bytes += allowed.length;
    if (allowed.length < chunk.length && maxByRatio < maxLayerBytes) {
      this.limit = limitReached(
        'maxCompressionRatio',
        `the layer grows more than maxCompressionRatio (${maxCompressionRatio}) times when decompressed; the rest was not read`,
      );
    } else if (allowed.length < chunk.length) {
      this.limit = limitReached(
        'maxLayerBytes',
        `the layer is larger than maxLayerBytes (${maxLayerBytes} bytes); the rest was not read`,
      );
    }
    try {
      if (allowed.length > 0) this.#sink(allowed);
    } catch (error) {
      this.failure = { error };
      throw error;
    }
    if (this.limit !== undefined) throw new Error(this.limit.detail);
  }
}
