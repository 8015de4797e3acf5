import { BLOCK_SEARCH_WASM } from './block-search-wasm.ts';

/** The part of WebAssembly that is used; TypeScript has it among the types of browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  nextPlace(from: number, last: number, stride: number, candidates: number): number;
}

/** As wasm/block-search.ts has it. */
const HASH_BITS = 17;
const FIRST = 1 << HASH_BITS;
const CANDIDATES = FIRST + (4 << HASH_BITS);
const ROW = 16;
const MULTIPLIER = 0x9e3779b1;
const WASM_PAGE = 65_536;
/** Bytes that the search may read before and behind what it is given. */
const SLACK = 32;
/** Bytes that are copied and searched at once: few enough to stay in the processor's cache. */
const PIECE = 65_536;
/** Places of a piece near its end, which the next one sees with all that is around them. */
const OVERLAP = 16;

export const BLOCK = 4;
/** Setting this bit in each byte makes letters lower case; that it also merges others costs a comparison only. */
export const FOLD = 0x20202020;
/** What the search can step by. */
export const MAX_STRIDE = 4;

/** What is looked for: two blocks of the same literal, folded, little-endian. */
export interface BlockPair {
  readonly block: number;
  readonly other: number;
  /** How many bytes behind the first the other one is, MAX_STRIDE at most; negative when it stands before. */
  readonly distance: number;
}

let compiled: object | undefined;

/** Looks for many pairs of blocks of four bytes at once, at every so-manieth place, in WebAssembly (wasm/block-search.ts). */
export class BlockSearch {
  readonly #exports: Exports;
  readonly #stride: number;
  /** Where the bytes to search are put. */
  readonly #data: number;
  readonly #memory: Uint8Array;
  readonly #view: DataView;

  /** @param stride MAX_STRIDE at most */
  constructor(pairs: readonly BlockPair[], stride: number) {
    compiled ??= new WebAssembly.Module(Buffer.from(BLOCK_SEARCH_WASM, 'base64'));
    this.#exports = new WebAssembly.Instance(compiled).exports as Exports;
    this.#stride = stride;
    this.#data = CANDIDATES + ROW * pairs.length + SLACK;
    const { memory } = this.#exports;
    memory.grow(Math.ceil((this.#data + PIECE + SLACK - memory.buffer.byteLength) / WASM_PAGE));
    this.#memory = new Uint8Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
    this.#memory.fill(0xff, FIRST, CANDIDATES);
    for (const [candidate, { block, other, distance }] of pairs.entries()) {
      const hash = hashOf(block);
      const row = CANDIDATES + ROW * candidate;
      this.#view.setInt32(row, block, true);
      this.#view.setInt32(row + 4, other, true);
      this.#view.setInt32(row + 8, distance, true);
      this.#view.setInt32(row + 12, this.#first(hash), true);
      this.#view.setInt32(FIRST + 4 * hash, candidate, true);
      this.#memory[hash] = 1;
    }
  }

  /**
   * Calls `found` with each of the places 0, stride, 2 * stride … where a pair is, but for its case. What lies before the
   * first byte or behind the last counts as anything.
   */
  each(bytes: Uint8Array, found: (at: number) => void): void {
    const stride = this.#stride;
    const end = bytes.length;
    for (let from = 0; from + BLOCK <= end; ) {
      const before = Math.min(from, BLOCK);
      const length = Math.min(PIECE, end - from);
      const piece = length === end ? bytes : bytes.subarray(from - before, from + length);
      this.#memory.set(piece, this.#data - before);
      const isLast = from + length === end;
      const last = this.#data + length - (isLast ? BLOCK : OVERLAP);
      for (let at = this.#data; ; at += stride) {
        at = this.#exports.nextPlace(at, last, stride, CANDIDATES);
        if (at === -1) break;
        found(from + at - this.#data);
      }
      from += (Math.floor((last - this.#data) / stride) + 1) * stride;
    }
  }

  /** The last of the candidates with this block; -1 for none. */
  lastWith(block: number): number {
    return this.#withBlock(this.#first(hashOf(block)), block);
  }

  /** The one before that has the same block. */
  before(candidate: number, block: number): number {
    return this.#withBlock(this.#next(candidate), block);
  }

  #withBlock(from: number, block: number): number {
    let at = from;
    while (at !== -1 && this.#view.getInt32(CANDIDATES + ROW * at, true) !== block) at = this.#next(at);
    return at;
  }

  #next(candidate: number): number {
    return this.#view.getInt32(CANDIDATES + ROW * candidate + 12, true);
  }

  #first(hash: number): number {
    return this.#view.getInt32(FIRST + 4 * hash, true);
  }
}

function hashOf(block: number): number {
  return Math.imul(block, MULTIPLIER) >>> (32 - HASH_BITS);
}
