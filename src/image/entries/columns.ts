import { freeMemoryEndingWith } from '../../base/free-memory.ts';

/** What the bytes of each column are filled up to, so that numbers in the next are aligned. */
export const ALIGNMENT = 8;

/** The least multiple of the alignment that is not below `length`. */
export function alignedLength(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

/** `bytes` filled up with zeros, so that what follows is aligned. */
export function aligned(bytes: Buffer): Buffer {
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

/** One column of a table, made value by value. It grows in pieces: doubling would need three times its size. */
export interface ColumnWriter {
  /** Bytes so far. */
  readonly size: number;
  /**
   * Copies the column to a place of `target` and tells where it ends there. Nothing can be added any more: each piece is freed
   * as soon as it is copied.
   */
  moveTo(target: Buffer, at: number): number;
}

/** Pieces grow up to this: many small ones that live long keep the allocator from giving back what lies between. */
const PIECE = 2 * 1024 * 1024;

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

  moveTo(target: Buffer, at: number): number {
    this.#full.push(this.#bytes.subarray(0, this.#length));
    return movePieces(this.#full, target, at);
  }
}

/** A growing column of numbers of one size, in the machine's order of bytes, as `integersOf` and `numbersOf` read them. */
class TypedColumnWriter<A extends Uint32Array | Float64Array> implements ColumnWriter {
  readonly #make: (count: number) => A;
  readonly #full: Buffer[] = [];
  #numbers: A;
  #length = 0;
  #before = 0;

  constructor(make: (count: number) => A) {
    this.#make = make;
    this.#numbers = make(256);
  }

  get size(): number {
    return this.#before + this.#length * this.#numbers.BYTES_PER_ELEMENT;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) this.#grow();
    this.#numbers[this.#length++] = number;
  }

  moveTo(target: Buffer, at: number): number {
    this.#full.push(this.#written());
    return movePieces(this.#full, target, at);
  }

  #grow(): void {
    this.#full.push(this.#written());
    this.#before = this.size;
    this.#length = 0;
    this.#numbers = this.#make(Math.min(this.#before * 2, PIECE) / this.#numbers.BYTES_PER_ELEMENT);
  }

  #written(): Buffer {
    const { buffer, byteOffset, BYTES_PER_ELEMENT } = this.#numbers;
    return Buffer.from(buffer, byteOffset, this.#length * BYTES_PER_ELEMENT);
  }
}

/** Copies pieces, each in memory of its own, one behind the other; frees each. */
function movePieces(pieces: readonly Buffer[], target: Buffer, from: number): number {
  let at = from;
  for (const piece of pieces) {
    at += piece.copy(target, at);
    freeMemoryEndingWith(new Uint8Array(piece.buffer));
  }
  return at;
}

/** A column of whole numbers below 2^32. */
export class IntegerColumnWriter extends TypedColumnWriter<Uint32Array> {
  constructor() {
    super((count) => new Uint32Array(count));
  }
}

/** A column of any numbers. */
export class NumberColumnWriter extends TypedColumnWriter<Float64Array> {
  constructor() {
    super((count) => new Float64Array(count));
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
