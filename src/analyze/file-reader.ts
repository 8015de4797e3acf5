import { createHash, type Hash, hash } from 'node:crypto';
import { freeMemoryEndingWith, memoryToFree } from '../base/free-memory.ts';
import type { Limits } from '../base/limits.ts';
import type { Appended, Content } from '../image/layer-facts.ts';
import { isNamedJar, programKind } from '../image/program-files.ts';
import { GoInfoCatcher } from './content/build-info/go-info-window.ts';
import { classify, HEAD_BYTES } from './content/classify.ts';
import { isElf } from './content/elf.ts';
import { JarReader } from './content/jar/jar-reader.ts';
import { prefixedZip } from './content/jar/zip-entries.ts';
import { type OtherDigests, OtherHasher, type OtherHashes } from './other-digests.ts';
import type { MarkCollector } from './scan/mark-collector.ts';
import { scriptText } from './script/script-text.ts';
import { isDatabaseFile } from './texts/keep-database.ts';
import { mostTextBytes } from './texts/keep-text.ts';
import { mayBeLibraryModule } from './texts/library-module.ts';

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
  /** The file's bytes where they may have to be kept (of a script before an archive, or of a large one, `scriptText`); valid until the next file. */
  readonly whole?: Buffer;
  /** The bytes of what may be a library's module and is too large for `whole`; valid as long. */
  readonly module?: Buffer;
  /** What stands behind the end of a program or picture that was held as a whole, or a zip behind anything else; valid as long. */
  readonly appended?: Buffer;
  /** All of the file's bytes, where it was small enough to be held for rules or anything else; valid until the next file. */
  readonly bytes?: Buffer;
}

/**
 * Takes one file's bytes as they pass: hashes and searches them, and holds them in memory only as far as its
 * kind is worth it (texts and programs within their limits).
 */
export class FileReader {
  readonly #limits: Limits;
  readonly #marks: MarkCollector;
  readonly #others = new OtherHasher();
  readonly #jars: JarReader;
  #file: FileStart = { path: '', mode: 0, size: 0 };
  #seen = 0;
  #hash: Hash | undefined;
  #otherHashes: OtherHashes | undefined;
  /** Of a program that is too large to be held. */
  #goInfo: GoInfoCatcher | undefined;
  /** Pieces put together: the whole file, or its head. */
  #held = EMPTY;
  #holdWhole = false;
  /** Where they are put together, one file after another. */
  #memory = EMPTY;
  /** Too few first bytes to tell the file's kind by. */
  #start = EMPTY;
  readonly #holdsForRules: boolean;
  /** True for a file that is held for rules only. */
  #isForRules = false;

  /** @param holdsForRules hold every file up to the size on which rules are tried */
  constructor(limits: Limits, marks: MarkCollector, holdsForRules = false) {
    this.#limits = limits;
    this.#holdsForRules = holdsForRules;
    this.#jars = new JarReader(limits);
    this.#marks = marks;
  }

  start(file: FileStart): void {
    const { path, size } = file;
    this.#file = file;
    this.#seen = 0;
    this.#hash = undefined;
    this.#otherHashes = undefined;
    this.#goInfo = undefined;
    this.#held = EMPTY;
    this.#start = EMPTY;
    this.#isForRules = false;
    const { maxDatabaseBytes, maxJarBytes, maxModuleBytes } = this.#limits;
    this.#holdWhole =
      size <= mostTextBytes(path, this.#limits) ||
      (size <= maxDatabaseBytes && isDatabaseFile(path)) ||
      (size <= maxJarBytes && isNamedJar(path)) ||
      (size <= maxModuleBytes && mayBeLibraryModule(path));
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
    this.#goInfo?.take(piece);
    this.#hold(piece);
    this.#seen += piece.length;
    if (!this.#holdWhole) this.#marks.scanPiece(piece);
    if (!last) return undefined;
    const sha256 = this.#hash?.digest('hex') ?? '';
    if (!this.#holdWhole) {
      const told = this.#withJar(classify(this.#held, false, this.#goInfo?.finish()), this.#held, false);
      const { content, whole } = this.#scriptOf(told, this.#held);
      const others = this.#isProgram(content) ? this.#otherHashes?.digestsOf(content) : undefined;
      return {
        sha256,
        ...(others === undefined ? {} : { others }),
        content,
        ...(whole === undefined ? {} : { whole }),
        ...(this.#isForRules ? { bytes: this.#memory.subarray(0, this.#file.size) } : {}),
      };
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
    const told = this.#withJar(classify(whole, true), whole, true);
    const { content, whole: kept = whole } = this.#scriptOf(told, whole);
    const others = this.#isProgram(content) ? { others: this.#others.digestsOf(whole, content) } : {};
    const appended = appendedOf(content)?.offset ?? this.#zipIn(content, whole);
    const isKept = this.#isToKeep(kept);
    return {
      sha256,
      ...others,
      content,
      ...(isKept ? { whole: kept } : {}),
      ...(!isKept && mayBeLibraryModule(this.#file.path) ? { module: whole } : {}),
      bytes: whole,
      ...(appended === undefined ? {} : { appended: whole.subarray(appended) }),
    };
  }

  /** Java, Python and others go by the directory at a zip's end, whatever stands before it. */
  #zipIn(content: Content, whole: Buffer): number | undefined {
    // Of no other kind is what a zip is in, or is looked into already.
    const mayBe = content.kind === 'data' || (content.kind === 'text' && content.encoding === 'latin-1');
    return mayBe ? prefixedZip(whole, this.#limits.maxJarEntries) : undefined;
  }

  /** Programs and archives are held only to be looked at. */
  #isToKeep(bytes: Buffer): boolean {
    const { path } = this.#file;
    return bytes.length <= mostTextBytes(path, this.#limits) || isDatabaseFile(path);
  }

  /** Of a script with an archive behind it, or larger than texts may be, what is kept of it. */
  #scriptOf(content: Content, bytes: Buffer): Pick<FileResult, 'content' | 'whole'> {
    if (content.kind !== 'script') return { content };
    const { path, size } = this.#file;
    const max = mostTextBytes(path, this.#limits);
    if (content.jar === undefined && size <= max) return { content };
    const script = scriptText(content.interpreter, bytes, max);
    if (script === undefined || (script.isCut && size <= max)) return { content };
    return { content: script.isCut ? { ...content, cut: true } : content, whole: script.text };
  }

  #withJar(content: Content, bytes: Buffer, whole: boolean): Content {
    return isNamedJar(this.#file.path) ? this.#jars.withJar(content, bytes, whole) : content;
  }

  #isProgram(content: Content): boolean {
    const { path, mode } = this.#file;
    return programKind({ path, kind: 'file', mode, content }) !== undefined;
  }

  /** By its first four bytes and its name only: how many more lie in the first piece depends on how it was cut. */
  #mayBeProgram(head: Buffer): boolean {
    if (isElf(head) || isScript(head)) return true;
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
    if (!this.#holdWhole && isElf(piece)) this.#goInfo = new GoInfoCatcher();
    this.#isForRules = this.#holdsForRules && !this.#holdWhole && size <= this.#limits.maxRuleTargetBytes;
    const most = isScript(piece) ? Math.max(HEAD_BYTES, this.#limits.maxTextBytes) : HEAD_BYTES;
    const held = this.#holdWhole ? size : Math.min(size, most);
    const room = this.#isForRules ? size : held;
    if (this.#memory.length < room) this.#grow(room);
    this.#held = this.#memory.subarray(0, held);
  }

  /** By half at least: files of a layer that are a little larger each must not each have new memory. */
  #grow(room: number): void {
    const size = Math.max(room, Math.floor(this.#memory.length * 1.5));
    freeMemoryEndingWith(this.#memory);
    this.#memory = memoryToFree(size);
  }

  #hold(piece: Buffer): void {
    const end = this.#isForRules ? this.#file.size : this.#held.length;
    if (this.#seen < end) this.#memory.set(piece.subarray(0, end - this.#seen), this.#seen);
  }
}

function appendedOf(content: Content): Appended | undefined {
  if (content.kind === 'elf') return content.elf.appended;
  return content.kind === 'data' ? content.appended : undefined;
}

function isScript(head: Buffer): boolean {
  return head[0] === 0x23 && head[1] === 0x21;
}
