const WINDOW_BYTES = 1024 * 1024;

/** @param base where in the file the bytes begin; only what starts in `bytes` from `from` to before `to` is new. */
export type ScanBytes = (bytes: Buffer, base: number, from: number, to: number) => void;

/**
 * Cuts a file that comes in pieces of any size into overlapping windows, so that a search sees each place once,
 * with enough bytes before and after it, and its result does not depend on how the pieces fell.
 */
export class ScanWindow {
  readonly #before: number;
  readonly #after: number;
  readonly #scan: ScanBytes;
  #bytes: Buffer | undefined;
  #fill = 0;
  /** Where in the file the window begins. */
  #base = 0;
  /** Where in the window the part begins that was not searched yet. */
  #from = 0;

  /**
   * @param before bytes that the search wants to see before a place
   * @param after bytes it wants to see from a place on, at least the length of the longest thing to find
   */
  constructor(before: number, after: number, scan: ScanBytes) {
    this.#before = before;
    this.#after = after;
    this.#scan = scan;
  }

  take(piece: Buffer): void {
    this.#bytes ??= Buffer.allocUnsafe(Math.max(WINDOW_BYTES, 4 * (this.#before + this.#after)));
    for (let at = 0; at < piece.length; ) {
      const count = Math.min(piece.length - at, this.#bytes.length - this.#fill);
      piece.copy(this.#bytes, this.#fill, at, at + count);
      this.#fill += count;
      at += count;
      if (this.#fill === this.#bytes.length) this.#advance(this.#bytes);
    }
  }

  /** Searches what is left and starts over with the next file. */
  end(): void {
    if (this.#bytes !== undefined && this.#fill > this.#from) {
      this.#scan(this.#bytes.subarray(0, this.#fill), this.#base, this.#from, this.#fill);
    }
    this.#fill = 0;
    this.#base = 0;
    this.#from = 0;
  }

  #advance(bytes: Buffer): void {
    const to = this.#fill - this.#after;
    this.#scan(bytes.subarray(0, this.#fill), this.#base, this.#from, to);
    const kept = to - this.#before;
    bytes.copyWithin(0, kept, this.#fill);
    this.#base += kept;
    this.#from = this.#before;
    this.#fill -= kept;
  }
}
