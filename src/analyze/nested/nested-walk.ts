import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { Feed } from '../../base/unpack/feed.ts';
import type { Opaque } from '../../image/nested-facts.ts';
import type { MarkCollector } from '../scan/mark-collector.ts';
import { type ArchiveFormat, type ArchiveSink, type Member, SNIFF_BYTES } from './archive-format.ts';
import { EnginePool } from './engine-pool.ts';
import { formatOf } from './formats.ts';
import { memberPath, soleMemberName } from './member-name.ts';
import type { NestedBudget } from './nested-budget.ts';
import { NestedContent, type NestedFile, type NestedResult } from './nested-content.ts';
import { OpenArchive } from './open-archive.ts';

/** Takes what archives hold. */
export interface NestedKeeper {
  /** A file that is worth an entry; its marks are the current ones of `marks`. */
  keep(file: NestedFile, result: NestedResult, marks: MarkCollector): void;
  problem(unknown: Unknown): void;
}

/** What all depths share. */
export interface WalkShared {
  readonly limits: Limits;
  readonly budget: NestedBudget;
  readonly keeper: NestedKeeper;
  archives: number;
  files: number;
  bytes: number;
  newMarks(): MarkCollector;
  opaque(one: Opaque): void;
}

/** Takes one file after another of one depth, the layer's own (0), which others search and hash, or those in an archive. */
export class NestedWalk {
  /** Triggers found in the current file of an archive, and in what lies in it. */
  readonly told = new Set<string>();
  readonly #shared: WalkShared;
  readonly #depth: number;
  readonly #tools: EnginePool;
  readonly #feed = new Feed();
  readonly #marks: MarkCollector | undefined;
  readonly #content: NestedContent | undefined;
  /** For what lies in the current file. */
  #inner: NestedWalk | undefined;

  #file: NestedFile = { path: '', host: '', inner: '', mode: 0 };
  /** What the file is called as an archive. */
  #archivePath = '';
  #isOpen = false;
  /** The beginning of a file, as long as it is too short to be told by. */
  readonly #head = Buffer.alloc(SNIFF_BYTES);
  #headBytes = 0;
  #isTold = false;
  #archive: OpenArchive | undefined;
  /** It is an archive for which there is no more room. */
  #isRefused = false;
  #hasContent = false;
  #size = 0;

  constructor(shared: WalkShared, depth: number) {
    this.#shared = shared;
    this.#depth = depth;
    this.#tools = new EnginePool(shared.limits, shared.budget, depth);
    if (depth === 0) return;
    this.#marks = shared.newMarks();
    this.#content = new NestedContent(shared.limits, this.#marks);
  }

  /** @param through what an archive is called that is all that the archive around it is about; absent for any other file */
  begin(file: NestedFile, through?: string): void {
    this.told.clear();
    this.#file = file;
    this.#archivePath = through ?? file.path;
    this.#isOpen = true;
    this.#headBytes = 0;
    this.#isTold = false;
    this.#archive = undefined;
    this.#isRefused = false;
    this.#hasContent = false;
    this.#size = 0;
  }

  /** @throws LimitStop */
  take(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#isTold) this.#pass(piece);
    else if (this.#headBytes === 0 && piece.length >= SNIFF_BYTES) {
      this.#tell(piece.subarray(0, SNIFF_BYTES));
      this.#pass(piece);
    } else {
      const missing = piece.subarray(0, SNIFF_BYTES - this.#headBytes);
      missing.copy(this.#head, this.#headBytes);
      this.#headBytes += missing.length;
      if (this.#headBytes < SNIFF_BYTES) return;
      this.#tell(this.#head);
      this.#pass(this.#head);
      if (missing.length < piece.length) this.#pass(piece.subarray(missing.length));
    }
  }

  /**
   * The file has ended. True where it was an archive and all of it was looked into.
   *
   * @param isCut there should have been more of it
   * @throws LimitStop
   */
  end(isCut = false): boolean {
    this.#isOpen = false;
    if (!this.#isTold) {
      const head = this.#head.subarray(0, this.#headBytes);
      this.#tell(head);
      this.#pass(head);
    }
    const unread = this.#archive?.end();
    const inner = this.#inner;
    if (inner !== undefined && inner.#isOpen) this.#endInner(inner, true);
    if (this.#isRefused) {
      const detail = `there was no more room to unpack it (${this.#shared.budget.full})`;
      this.#shared.opaque({ path: this.#archivePath, reason: 'limit-reached', detail, bytes: this.#size });
    }
    if (unread !== undefined) this.#shared.opaque({ path: this.#archivePath, ...unread });
    const isWhole = this.#archive !== undefined && unread === undefined;
    if (this.#hasContent) this.#endContent(isWhole, isCut);
    return isWhole;
  }

  /** Leaves the current file and all in it. */
  abandon(): void {
    this.#archive = undefined;
    this.#isOpen = false;
    this.#marks?.dropFile();
    this.#inner?.abandon();
  }

  close(): void {
    this.#tools.close();
    this.#feed.free();
    this.#inner?.close();
  }

  #tell(head: Buffer): void {
    this.#isTold = true;
    const format = formatOf(head);
    if (format !== undefined && this.#mayOpen(format)) {
      this.#archive = new OpenArchive(format, this.#sink(), this.#tools, this.#feed);
    }
    const isThrough = this.#archivePath !== this.#file.path;
    const isAllArchive = isThrough && format?.mayCarry !== true && this.#archive?.isWhole === true;
    this.#hasContent = this.#content !== undefined && !isAllArchive;
    if (!this.#hasContent) return;
    this.#shared.files++;
    this.#content?.begin(this.#file);
  }

  #mayOpen({ mayCarry }: ArchiveFormat): boolean {
    const { budget, limits, keeper } = this.#shared;
    const path = this.#archivePath;
    if (budget.full !== undefined) {
      this.#isRefused = mayCarry !== true;
      return false;
    }
    if (this.#depth < limits.maxNestedDepth) return true;
    const detail = `it lies in more archives than maxNestedDepth (${limits.maxNestedDepth}); it was not opened`;
    keeper.problem(limitReached('maxNestedDepth', detail, path));
    return false;
  }

  #pass(piece: Buffer): void {
    if (this.#hasContent) this.#content?.take(piece);
    this.#archive?.push(piece);
  }

  #endContent(isWholeArchive: boolean, isCut: boolean): void {
    this.#shared.bytes += this.#size;
    const [content, marks] = [this.#content, this.#marks];
    if (content === undefined || marks === undefined) return;
    const result = content.end();
    if (isWholeArchive) marks.leaveOut(this.told);
    marks.addTo(this.told);
    if (result === undefined) marks.dropFile();
    else this.#shared.keeper.keep(this.#file, { ...result, isCut }, marks);
  }

  #endInner(inner: NestedWalk, isCut: boolean): void {
    inner.end(isCut);
    for (const text of inner.told) this.told.add(text);
  }

  #sink(): ArchiveSink {
    const shared = this.#shared;
    const path = this.#archivePath;
    this.#inner ??= new NestedWalk(shared, this.#depth + 1);
    const inner = this.#inner;
    let isFirst = true;
    return {
      begin: (member) => {
        shared.budget.file();
        if (isFirst) shared.archives++;
        isFirst = false;
        inner.begin(this.#memberFile(member), member.through === true ? path : undefined);
      },
      data: (piece) => inner.take(piece),
      end: () => this.#endInner(inner, false),
      opaque: ({ name, ...what }) => {
        // One line for all that is encrypted in an archive, not one for each file.
        const isOfAll = name === undefined || what.reason === 'encrypted';
        const at = isOfAll ? path : memberPath(path, name, shared.limits.maxPathBytes).path;
        shared.opaque({ path: at, ...what });
      },
    };
  }

  #memberFile({ name, mode = 0o644, through }: Member): NestedFile {
    const { maxPathBytes } = this.#shared.limits;
    const { host } = this.#file;
    const called = name ?? (through === true ? soleMemberName(this.#archivePath) : '');
    const { path, inner, isCut } = memberPath(this.#archivePath, called, maxPathBytes);
    if (isCut) {
      const detail = `the path of a file in it is longer than maxPathBytes (${maxPathBytes}), and was cut`;
      this.#shared.keeper.problem(limitReached('maxPathBytes', detail, host));
    }
    return { path, host, inner, mode };
  }
}
