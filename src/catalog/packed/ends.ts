import { END_BYTES } from './layout.ts';

/** Which images end with a layer after so many layers: triples of integers, sorted, found by bisection. */
export class Ends {
  readonly #bytes: Buffer;
  readonly #length: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#length = Math.floor(bytes.length / END_BYTES);
  }

  /** Rows of the images with `layers` layers whose last one is the digest of this index. */
  *rowsOf(digest: number, layers: number): Generator<number> {
    for (let i = this.#firstOf(digest, layers); i < this.#length; i++) {
      if (this.#field(i, 0) !== digest || this.#field(i, 1) !== layers) return;
      yield this.#field(i, 2);
    }
  }

  #firstOf(digest: number, layers: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const before = this.#field(middle, 0) - digest || this.#field(middle, 1) - layers;
      if (before < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #field(i: number, which: 0 | 1 | 2): number {
    return this.#bytes.readUInt32LE(i * END_BYTES + which * 4);
  }
}
