import { createHash, type Hash, hash } from 'node:crypto';
import type { Limits } from '../base/limits.ts';
import type { Content } from '../image/layer-facts.ts';
import { classify, HEAD_BYTES } from './content/classify.ts';
import { isElf } from './content/elf.ts';
import type { MarkCollector } from './scan/mark-collector.ts';

const EMPTY: Buffer = Buffer.alloc(0);
/** Enough to tell a program from anything else. */
const MAGIC_BYTES = 4;

/** What is known of a file once its last byte has passed. */
export interface FileResult {
  readonly sha256: string;
  readonly content: Content;
  /** The file's bytes where it was small enough to be held; valid until the next file. */
  readonly whole?: Buffer;
}

/**
 * Takes one file's bytes as they pass: hashes and searches them, and holds them in memory only as far as its
 * kind is worth it (texts and programs within their limits).
 */
export class FileReader {
  readonly #limits: Limits;
  readonly #marks: MarkCollector;
  #size = 0;
  #seen = 0;
  #hash: Hash | undefined;
  /** Pieces put together: the whole file, or its head. */
  #held = EMPTY;
  #holdWhole = false;
  /** Too few first bytes to tell the file's kind by. */
  #start = EMPTY;

  constructor(limits: Limits, marks: MarkCollector) {
    this.#limits = limits;
    this.#marks = marks;
  }

  start(size: number): void {
    this.#size = size;
    this.#seen = 0;
    this.#hash = undefined;
    this.#held = EMPTY;
    this.#start = EMPTY;
    this.#holdWhole = size <= this.#limits.maxTextBytes;
  }

  /** Returns the result with the last piece, undefined before. */
  take(bytes: Buffer, last: boolean): FileResult | undefined {
    const piece = this.#start.length === 0 ? bytes : Buffer.concat([this.#start, bytes]);
    this.#start = EMPTY;
    if (this.#seen === 0 && piece.length < MAGIC_BYTES && !last) {
      this.#start = Buffer.from(piece);
      return undefined;
    }
    // Most files lie in one chunk: nothing is copied, and hashing is one call.
    if (last && this.#seen === 0 && (this.#holdWhole || this.#fits(piece))) {
      this.#marks.scanWhole(piece);
      return { sha256: hash('sha256', piece, 'hex'), content: classify(piece, true), whole: piece };
    }
    if (this.#seen === 0) this.#begin(piece);
    this.#hash?.update(piece);
    this.#hold(piece);
    this.#seen += piece.length;
    if (!this.#holdWhole) this.#marks.scanPiece(piece);
    if (!last) return undefined;
    const sha256 = this.#hash?.digest('hex') ?? '';
    if (!this.#holdWhole) return { sha256, content: classify(this.#held, false) };
    this.#marks.scanWhole(this.#held);
    return { sha256, content: classify(this.#held, true), whole: this.#held };
  }

  /** The file ends before its last byte: searches what was held of it. */
  abandon(): void {
    if (this.#start.length > 0) this.#marks.scanWhole(this.#start);
    if (this.#holdWhole) this.#marks.scanWhole(this.#held.subarray(0, this.#seen));
  }

  #fits(head: Buffer): boolean {
    return isElf(head) && this.#size <= this.#limits.maxElfBytes;
  }

  #begin(piece: Buffer): void {
    this.#hash = createHash('sha256');
    this.#holdWhole ||= this.#fits(piece);
    this.#held = Buffer.allocUnsafe(this.#holdWhole ? this.#size : Math.min(this.#size, HEAD_BYTES));
  }

  #hold(piece: Buffer): void {
    if (this.#seen < this.#held.length) piece.copy(this.#held, this.#seen);
  }
}
