/** What the bytes of each column are filled up to, so that numbers in the next are aligned. */
export const ALIGNMENT = 8;

/** `bytes` filled up with zeros, so that what follows is aligned. */
export function aligned(bytes: Buffer): Buffer {
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

/** One column of a table, made value by value. It grows in pieces: doubling would need three times its size. */
export interface ColumnWriter {
  /** Bytes so far. */
  readonly size: number;
  finish(): readonly Buffer[];
}

/** Pieces grow up to this: many small ones that live long keep the allocator from giving back what lies between. */
const PIECE = 4 * 1024 * 1024;

/** A growing column of bytes. */
export class ByteColumnWriter implements ColumnWriter {
  readonly #full: Buffer[] = [];
  #bytes = Buffer.alloc(1024);
  #length = 0;
  #before = 0;

  get size(): number {
    return this.#before + this.#length;
  }

  /** Room for so many bytes more: write them at `at` of `bytes`, and from there on. */
  claim(count: number): { readonly bytes: Buffer; readonly at: number } {
    if (this.#length + count > this.#bytes.length) {
      this.#full.push(this.#bytes.subarray(0, this.#length));
      this.#before += this.#length;
      this.#length = 0;
      this.#bytes = Buffer.alloc(Math.max(Math.min(this.size * 2, PIECE), count));
    }
    const at = this.#length;
    this.#length += count;
    return { bytes: this.#bytes, at };
  }

  finish(): readonly Buffer[] {
    return [...this.#full, this.#bytes.subarray(0, this.#length)];
  }
}

/** A column of whole numbers below 2^32. */
export class IntegerColumnWriter implements ColumnWriter {
  readonly #column = new ByteColumnWriter();

  get size(): number {
    return this.#column.size;
  }

  push(number: number): void {
    const { bytes, at } = this.#column.claim(4);
    bytes.writeUInt32LE(number, at);
  }

  finish(): readonly Buffer[] {
    return this.#column.finish();
  }
}

/** A column of any numbers. */
export class NumberColumnWriter implements ColumnWriter {
  readonly #column = new ByteColumnWriter();

  get size(): number {
    return this.#column.size;
  }

  push(number: number): void {
    const { bytes, at } = this.#column.claim(8);
    bytes.writeDoubleLE(number, at);
  }

  finish(): readonly Buffer[] {
    return this.#column.finish();
  }
}

/** The numbers of an integer column; bytes that are not aligned are copied. */
export function integersOf(column: Buffer): Uint32Array {
  const { buffer, byteOffset } = alignedCopy(column);
  return new Uint32Array(buffer, byteOffset, Math.floor(column.length / 4));
}

/** The numbers of a number column. */
export function numbersOf(column: Buffer): Float64Array {
  const { buffer, byteOffset } = alignedCopy(column);
  return new Float64Array(buffer, byteOffset, Math.floor(column.length / 8));
}

function alignedCopy(column: Buffer): Uint8Array {
  return column.byteOffset % ALIGNMENT === 0 ? column : new Uint8Array(column);
}
