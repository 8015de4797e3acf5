import { createHash, type Hash, hash } from 'node:crypto';
import type { Limits } from '../base/limits.ts';
import type { Content } from '../image/layer-facts.ts';
import { programKind } from '../image/program-files.ts';
import { classify, HEAD_BYTES } from './content/classify.ts';
import { isElf } from './content/elf.ts';
import { type OtherDigests, OtherHasher, type OtherHashes } from './other-digests.ts';
import type { MarkCollector } from './scan/mark-collector.ts';
import { isDatabaseFile } from './texts/keep-database.ts';

const EMPTY: Buffer = Buffer.alloc(0);
const SOME_TEXT: Content = { kind: 'text', encoding: 'utf-8' };
const SOME_ZIP: Content = { kind: 'archive', format: 'zip' };
/** Enough to tell a program from anything else. */
const MAGIC_BYTES = 4;

/** The file that comes next. */
export interface FileStart {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
}

/** What is known of a file once its last byte has passed. */
export interface FileResult {
  readonly sha256: string;
  /** Of programs: the digests that package databases have of them. */
  readonly others?: OtherDigests;
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
  readonly #others = new OtherHasher();
  #file: FileStart = { path: '', mode: 0, size: 0 };
  #seen = 0;
  #hash: Hash | undefined;
  #otherHashes: OtherHashes | undefined;
  /** Pieces put together: the whole file, or its head. */
  #held = EMPTY;
  #holdWhole = false;
  /** Too few first bytes to tell the file's kind by. */
  #start = EMPTY;

  constructor(limits: Limits, marks: MarkCollector) {
    this.#limits = limits;
    this.#marks = marks;
  }

  start(file: FileStart): void {
    const { path, size } = file;
    this.#file = file;
    this.#seen = 0;
    this.#hash = undefined;
    this.#otherHashes = undefined;
    this.#held = EMPTY;
    this.#start = EMPTY;
    const { maxTextBytes, maxDatabaseBytes } = this.#limits;
    this.#holdWhole = size <= maxTextBytes || (size <= maxDatabaseBytes && isDatabaseFile(path));
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
      return this.#wholeResult(piece, hash('sha256', piece, 'hex'));
    }
    if (this.#seen === 0) this.#begin(piece);
    this.#hash?.update(piece);
    this.#otherHashes?.update(piece);
    this.#hold(piece);
    this.#seen += piece.length;
    if (!this.#holdWhole) this.#marks.scanPiece(piece);
    if (!last) return undefined;
    const sha256 = this.#hash?.digest('hex') ?? '';
    if (!this.#holdWhole) {
      const content = classify(this.#held, false);
      const others = this.#isProgram(content) ? this.#otherHashes?.digestsOf(content) : undefined;
      return { sha256, ...(others === undefined ? {} : { others }), content };
    }
    this.#marks.scanWhole(this.#held);
    return this.#wholeResult(this.#held, sha256);
  }

  /** The file ends before its last byte: searches what was held of it. */
  abandon(): void {
    if (this.#start.length > 0) this.#marks.scanWhole(this.#start);
    if (this.#holdWhole) this.#marks.scanWhole(this.#held.subarray(0, this.#seen));
  }

  #wholeResult(whole: Buffer, sha256: string): FileResult {
    const content = classify(whole, true);
    const others = this.#isProgram(content) ? { others: this.#others.digestsOf(whole, content) } : {};
    return { sha256, ...others, content, whole };
  }

  #isProgram(content: Content): boolean {
    const { path, mode } = this.#file;
    return programKind({ path, kind: 'file', mode, content }) !== undefined;
  }

  /** By its first four bytes and its name only: how many more lie in the first piece depends on how it was cut. */
  #mayBeProgram(head: Buffer): boolean {
    if (isElf(head) || (head[0] === 0x23 && head[1] === 0x21)) return true;
    return this.#isProgram(SOME_TEXT) || this.#isProgram(SOME_ZIP);
  }

  #fits(head: Buffer): boolean {
    return isElf(head) && this.#file.size <= this.#limits.maxElfBytes;
  }

  #begin(piece: Buffer): void {
    this.#hash = createHash('sha256');
    this.#holdWhole ||= this.#fits(piece);
    const { size } = this.#file;
    if (!this.#holdWhole && this.#mayBeProgram(piece)) this.#otherHashes = this.#others.start();
    this.#held = Buffer.allocUnsafe(this.#holdWhole ? size : Math.min(size, HEAD_BYTES));
  }

  #hold(piece: Buffer): void {
    if (this.#seen < this.#held.length) piece.copy(this.#held, this.#seen);
  }
}
