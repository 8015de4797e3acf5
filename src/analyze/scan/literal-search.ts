import { weightOf } from './common-blocks.ts';
import { LITERAL_SEARCH_WASM } from './literal-search-wasm.ts';

/** The part of WebAssembly that is used; TypeScript has it among the types of browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

type Search = (
  from: number,
  last: number,
  low: number,
  high: number,
  stride: number,
  out: number,
  max: number,
) => number;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly resume: { readonly value: number };
  readonly search: Search;
}

/** As wasm/literal-search.ts has it. */
const HASH_BITS = 17;
const FIRST = 1 << HASH_BITS;
const ROWS = FIRST + (4 << HASH_BITS);
const ROW = 32;
const MULTIPLIER = 0x9e3779b1;
const FOLD = 0x20202020;
const MAX_STRIDE = 4;
const WASM_PAGE = 65_536;
/** Bytes that the search may read before and behind what it is given. */
const SLACK = 32;
/** Bytes that are copied and searched at once: few enough to stay in the processor's cache. */
const PIECE = 65_536;
/** What is found with one call, at least. */
const MIN_FOUND = 256;

/** Bytes of the blocks that are looked for. */
export const BLOCK = 4;

/** One block of a literal that the search may come upon it by. */
interface Candidate {
  readonly index: number;
  readonly literal: Buffer;
  /** Where its bytes are. */
  readonly text: number;
  /** The first of its blocks that are looked for, and which of them this is. */
  readonly from: number;
  readonly i: number;
}

let compiled: object | undefined;

/** The tables for some literals in the memory of WebAssembly, and the search that goes by them. */
export class LiteralSearch {
  readonly #search: Search;
  readonly #resume: Exports['resume'];
  readonly #stride: number;
  readonly #longest: number;
  /** Places so near the end of a piece are looked at with the next. */
  readonly #overlap: number;
  readonly #piece: number;
  /** Where the bytes to search are put, and where what is found stands. */
  readonly #data: number;
  readonly #out: number;
  /** No fewer than can be found at one place. */
  readonly #maxFound: number;
  readonly #memory: Uint8Array;
  readonly #view: DataView;

  /** @param literals of BLOCK bytes or more each, ASCII letters in lower case */
  constructor(literals: readonly Buffer[]) {
    compiled ??= new WebAssembly.Module(Buffer.from(LITERAL_SEARCH_WASM, 'base64'));
    const { memory, search, resume } = new WebAssembly.Instance(compiled).exports as Exports;
    this.#search = search;
    this.#resume = resume;
    const lengths = literals.map(({ length }) => length);
    this.#stride = lengths.reduce((least, length) => Math.min(least, length - BLOCK + 1), MAX_STRIDE);
    this.#longest = lengths.reduce((most, length) => Math.max(most, length), BLOCK);
    this.#overlap = this.#longest + SLACK;
    this.#piece = Math.max(PIECE, 4 * this.#overlap);
    this.#maxFound = Math.max(MIN_FOUND, literals.length * this.#stride);
    const texts = ROWS + ROW * literals.length * this.#stride;
    this.#out = texts + lengths.reduce((sum, length) => sum + length, 0);
    this.#data = this.#out + 8 * this.#maxFound + this.#longest + SLACK;
    memory.grow(Math.ceil((this.#data + this.#piece + SLACK - memory.buffer.byteLength) / WASM_PAGE));
    this.#memory = new Uint8Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
    let [row, text] = [ROWS, texts];
    for (const [index, literal] of literals.entries()) {
      this.#memory.set(literal, text);
      const from = rarest(literal, this.#stride);
      for (let i = 0; i < this.#stride; i++, row += ROW) this.#addRow(row, { index, literal, text, from, i });
      text += literal.length;
    }
  }

  /** Calls `found` with the index of each literal that occurs and its offset; one literal's offsets rise. */
  each(bytes: Uint8Array, found: (literal: number, offset: number) => void): void {
    const data = this.#data;
    const end = bytes.length;
    for (let from = 0; from + BLOCK <= end; ) {
      const before = Math.min(from, this.#longest);
      const length = Math.min(this.#piece, end - from);
      this.#memory.set(length === end ? bytes : bytes.subarray(from - before, from + length), data - before);
      const high = data + length;
      const last = high - (from + length === end ? BLOCK : this.#overlap);
      for (let at = data; at <= last; at = this.#resume.value) {
        const out = this.#out;
        const count = this.#search(at, last, data - before, high, this.#stride, out, this.#maxFound);
        for (let i = 0; i < count; i++) {
          const pair = out + 8 * i;
          found(this.#view.getInt32(pair, true), this.#view.getInt32(pair + 4, true) - data + from);
        }
      }
      from += this.#resume.value - data;
    }
  }

  #addRow(row: number, { index, literal, text, from, i }: Candidate): void {
    const at = from + i;
    const block = literal.readInt32LE(at) | FOLD;
    // The block beside it that tells most.
    const other = from + (i < this.#stride / 2 ? this.#stride - 1 : 0);
    const hash = Math.imul(block, MULTIPLIER) >>> (32 - HASH_BITS);
    const first = FIRST + 4 * hash;
    const next = this.#view.getInt32(first, true);
    const values = [
      block,
      literal.readInt32LE(other) | FOLD,
      other - at,
      next,
      index,
      at,
      text,
      literal.length,
    ];
    for (const [field, value] of values.entries()) this.#view.setInt32(row + 4 * field, value, true);
    this.#view.setInt32(first, row, true);
    this.#memory[hash] = 1;
  }
}

/** Where in a literal as many blocks in a row as the search steps by are the rarest. */
function rarest(literal: Buffer, stride: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let from = 0; from + stride + BLOCK - 1 <= literal.length; from++) {
    let weight = 0;
    for (let at = from; at < from + stride; at++)
      weight += weightOf(literal.toString('latin1', at, at + BLOCK));
    if (weight < least) [best, least] = [from, weight];
  }
  return best;
}
