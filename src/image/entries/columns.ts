/** Where a column's bytes begin: what 64-bit numbers must be aligned to. */
export const ALIGNMENT = 8;

/** A growing column of numbers, eight bytes each. */
export class NumberColumnWriter {
  #numbers = new Float64Array(1024);
  #count = 0;

  push(number: number): void {
    if (this.#count === this.#numbers.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#count++] = number;
  }

  finish(): Buffer {
    return Buffer.from(this.#numbers.buffer, 0, this.#count * ALIGNMENT);
  }
}

/** The numbers of a column; bytes that are not aligned are copied. */
export function numbersOf(column: Buffer): Float64Array {
  const aligned = column.byteOffset % ALIGNMENT === 0 ? column : new Uint8Array(column);
  return new Float64Array(aligned.buffer, aligned.byteOffset, Math.floor(column.length / ALIGNMENT));
}

/** A growing column of bytes. */
export class ByteColumnWriter {
  #bytes = Buffer.alloc(64 * 1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Room for so many bytes more; where they go. */
  claim(count: number): { readonly bytes: Buffer; readonly at: number } {
    const at = this.#length;
    if (at + count > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, at + count));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    this.#length += count;
    return { bytes: this.#bytes, at };
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}
