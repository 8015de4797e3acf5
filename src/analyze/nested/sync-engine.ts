import { createInflateRaw, createZstdDecompress, constants as zlib } from 'node:zlib';
import { Damaged, type Feed, type Reading } from '../../base/unpack/feed.ts';

/*
 * Archives inside a layer are unpacked while the layer itself passes, in the same thread, archive in archive in
 * archive. That has to happen step by step and at once: Node's streams would need a queue at every depth, and its
 * functions that work at once want all bytes of an archive in memory. So this calls what the streams themselves call,
 * as minizlib (npm's own unpacking) does. It is no documented interface: the constructor looks before it is
 * used, and without it archives are told as not read.
 */

/** The part of a zlib stream of Node that is used. */
interface ZlibInside {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputBytes: number,
      output: Uint8Array,
      outputAt: number,
      outputBytes: number,
    ): void;
    onerror: (message: string, errorNumber: number, code: string) => void;
  } | null;
  /** Bytes left over of output and of input, after each write. */
  readonly _writeState: Uint32Array;
  reset(): void;
  destroy(): unknown;
}

/** Of what comes right before damage, so much may be lost. */
const INPUT_BYTES = 4096;
const OUTPUT_BYTES = 64 * 1024;
const NO_BYTES = Buffer.alloc(0);
/** More than any frame's header, and the beginning of none. */
const NO_FRAME = Buffer.alloc(32);
/** What zstd says of bytes that begin no frame. */
const NO_FRAME_PROBLEM = 'ZSTD_error_prefix_unknown';

/** One decompressor that works at once. */
export class SyncEngine {
  readonly #stream: ZlibInside;
  readonly #handle: NonNullable<ZlibInside['_handle']>;
  readonly #output = Buffer.allocUnsafe(OUTPUT_BYTES);
  #problem: string | undefined;

  private constructor(stream: unknown) {
    this.#stream = stream as ZlibInside;
    const handle = this.#stream._handle;
    if (handle === null || typeof handle?.writeSync !== 'function' || !('_writeState' in this.#stream))
      throw new Error('this version of Node cannot unpack at once');
    this.#handle = handle;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no event target
    handle.onerror = (message, _number, code) => {
      this.#problem = code.startsWith('ZSTD') ? code : message;
    };
  }

  static inflate(): SyncEngine {
    return new SyncEngine(createInflateRaw());
  }

  /** @param maxWindowBits the largest window, as its base-2 logarithm */
  static zstd(maxWindowBits: number): SyncEngine {
    return new SyncEngine(createZstdDecompress({ params: { [zlib.ZSTD_d_windowLogMax]: maxWindowBits } }));
  }

  /** Makes it ready for the next data; inflate only. */
  reset(): void {
    this.#problem = undefined;
    this.#stream.reset();
  }

  close(): void {
    this.#stream.destroy();
  }

  /**
   * Decodes what comes next up to the end of the compressed data, which the data itself tells; what follows stays in
   * the feed. Of zstd, frames right behind one another may be taken together.
   *
   * @param max bytes that belong to it at most, where that is known
   * @returns how many bytes it took
   * @throws Damaged; what `out` throws
   */
  *run(feed: Feed, out: (piece: Buffer) => void, max = Number.POSITIVE_INFINITY): Reading<number> {
    const [output, state] = [this.#output, this.#stream._writeState];
    let taken = 0;
    for (let isFull = false; ; ) {
      let input: Buffer = NO_BYTES;
      if (!isFull) {
        // In the same blocks however the bytes come, so that damage ends it at the same place.
        yield* feed.peek(INPUT_BYTES);
        const next = yield* feed.next(Math.min(INPUT_BYTES, max - taken));
        if (next === undefined) {
          if (this.#isBetweenFrames()) return taken;
          throw new Damaged('the data is cut off');
        }
        input = next;
      }
      this.#handle.writeSync(zlib.Z_NO_FLUSH, input, 0, input.length, output, 0, output.length);
      if (this.#problem !== undefined) {
        feed.unread(input.length);
        // A frame ended just where its output was full, and what follows is none.
        if (this.#problem === NO_FRAME_PROBLEM) return taken;
        throw new Damaged(this.#problem);
      }
      const [room = 0, left = 0] = state;
      taken += input.length - left;
      feed.unread(left);
      isFull = room === 0;
      if (room < output.length) out(output.subarray(0, output.length - room));
      // Either it takes nothing any more, because the data has ended, or there is nothing that it might take.
      if (!isFull && (left > 0 || taken === max)) return taken;
    }
  }

  /** Of zstd, which does not tell: only there it refuses what begins no frame. Nothing can be decoded afterwards. */
  #isBetweenFrames(): boolean {
    this.#handle.writeSync(zlib.Z_NO_FLUSH, NO_FRAME, 0, NO_FRAME.length, this.#output, 0, OUTPUT_BYTES);
    return this.#problem === NO_FRAME_PROBLEM;
  }
}
