import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { BLOCK, isZeroBlock, parseHeader, type RawHeader } from '../../base/tar/header.ts';
import { decodePath, normalisePath } from '../../base/tar/path.ts';
import { type PaxRecords, parsePax } from '../../base/tar/pax.ts';
import { entryKindOf } from './entry-kind.ts';
import { TarTail } from './tail.ts';
import type { TarHandler } from './tar-handler.ts';

const NO_PAX: PaxRecords = {};
/** Type flags that say what follows describes the next entry. */
const EXTENSIONS = new Set(['x', 'g', 'L', 'K']);

/**
 * A tar reader that is fed chunks and never waits, seeks or keeps more than one header. It follows Go's
 * archive/tar, which is what container engines unpack layers with, and reports every oddity it meets.
 */
export class TarReader {
  readonly #handler: TarHandler;
  readonly #limits: Limits;
  readonly #block = Buffer.alloc(BLOCK);
  #blockFill = 0;
  /** Bytes of data, then of padding, still to come for the current entry. */
  #dataLeft = 0;
  #paddingLeft = 0;
  #mode: 'header' | 'data' | 'extension' | 'ended' | 'broken' | 'full' = 'header';
  #zeroBlocks = 0;
  #offset = 0;
  #headerOffset = 0;
  #extension: { readonly type: string; readonly bytes: Buffer; fill: number } | undefined;
  #extensionBytes = 0;
  #pax: PaxRecords = NO_PAX;
  #longName: Buffer | undefined;
  #longLink: Buffer | undefined;
  /** Data bytes of a GNU sparse file whose map goes on in further blocks. */
  #afterSparseMap: number | undefined;
  #entries = 0;
  readonly #tail = new TarTail();

  constructor(handler: TarHandler, limits: Limits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  /** Bytes that followed the end, or a damaged place, and were not looked into. */
  get missed(): number {
    return this.#tail.count;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const before = at;
      if (this.#mode === 'ended' || this.#mode === 'broken' || this.#mode === 'full') {
        this.#tail.take(chunk.subarray(at), this.#mode === 'broken');
        return;
      }
      if (this.#dataLeft > 0) at = this.#takeData(chunk, at);
      else if (this.#paddingLeft > 0) {
        const count = Math.min(this.#paddingLeft, chunk.length - at);
        this.#paddingLeft -= count;
        at += count;
      } else at = this.#takeHeader(chunk, at);
      this.#offset += at - before;
    }
  }

  /** Call once after the last chunk. */
  end(): void {
    const rest = this.#tail.count;
    if (this.#mode === 'broken') {
      if (rest > 0) this.#damage(`${rest} bytes after the damaged place were not looked into`);
    } else if (this.#mode === 'ended') {
      if (rest === 0) return;
      const detail = `${rest} bytes that are not all zero follow the end of the tar; they were not looked into`;
      this.#handler.problem({ reason: 'trailing-data', detail });
    } else if (this.#mode !== 'full') this.#endEarly();
  }

  #endEarly(): void {
    const inFile = this.#mode === 'data' || this.#afterSparseMap !== undefined;
    if (inFile) this.#handler.truncated();
    if (inFile || this.#blockFill > 0 || this.#extension !== undefined) {
      this.#damage(`the tar ends in the middle of an entry, at byte ${this.#offset}`);
    } else this.#noticeLostExtension();
  }

  #damage(detail: string): void {
    this.#handler.problem({ reason: 'tar-damaged', detail });
  }

  #noticeLostExtension(): void {
    if (this.#extensionBytes > 0) this.#damage('the tar ends after an extended header');
  }

  #takeData(chunk: Buffer, at: number): number {
    const count = Math.min(this.#dataLeft, chunk.length - at);
    const piece = chunk.subarray(at, at + count);
    this.#dataLeft -= count;
    const last = this.#dataLeft === 0;
    if (this.#extension === undefined) {
      this.#handler.data(piece, last);
    } else {
      piece.copy(this.#extension.bytes, this.#extension.fill);
      this.#extension.fill += count;
      if (last) this.#finishExtension(this.#extension);
    }
    if (last) this.#mode = 'header';
    return at + count;
  }

  #takeHeader(chunk: Buffer, at: number): number {
    if (this.#blockFill === 0) this.#headerOffset = this.#offset;
    if (this.#blockFill === 0 && chunk.length - at >= BLOCK) {
      this.#header(chunk.subarray(at, at + BLOCK));
      return at + BLOCK;
    }
    const count = Math.min(BLOCK - this.#blockFill, chunk.length - at);
    chunk.copy(this.#block, this.#blockFill, at, at + count);
    this.#blockFill += count;
    if (this.#blockFill === BLOCK) {
      this.#blockFill = 0;
      this.#header(this.#block);
    }
    return at + count;
  }

  #header(block: Buffer): void {
    if (this.#afterSparseMap !== undefined) {
      // GNU tar manual, "Storing Sparse Files": byte 504 says whether one more map block follows.
      if (block[504] === 0) {
        const size = this.#afterSparseMap;
        this.#afterSparseMap = undefined;
        this.#expectFile(size);
      }
      return;
    }
    if (isZeroBlock(block)) {
      this.#zeroBlocks++;
      if (this.#zeroBlocks === 2) {
        this.#mode = 'ended';
        this.#noticeLostExtension();
      }
      return;
    }
    if (this.#zeroBlocks > 0) return this.#break('an entry follows a block of zeros');
    const raw = parseHeader(block);
    if (raw === undefined) return this.#break('a header has a wrong checksum');
    if (EXTENSIONS.has(raw.type)) this.#startExtension(raw);
    else this.#startEntry(raw);
  }

  #break(why: string): void {
    this.#mode = 'broken';
    this.#dataLeft = 0;
    this.#paddingLeft = 0;
    this.#damage(`${why}, at byte ${this.#headerOffset}`);
  }

  #startExtension(raw: RawHeader): void {
    if (!isSize(raw.size)) return this.#break('an extended header has no valid size');
    this.#extensionBytes += raw.size;
    if (this.#extensionBytes > this.#limits.maxTarHeaderBytes) {
      return this.#break(
        `extended headers are longer than maxTarHeaderBytes (${this.#limits.maxTarHeaderBytes})`,
      );
    }
    this.#extension = { type: raw.type, bytes: Buffer.alloc(raw.size), fill: 0 };
    this.#expectData(raw.size, 'extension');
    if (raw.size === 0) this.#finishExtension(this.#extension);
  }

  #finishExtension(extension: { readonly type: string; readonly bytes: Buffer }): void {
    this.#extension = undefined;
    this.#mode = 'header';
    if (extension.type === 'x') {
      const { records, problem } = parsePax(extension.bytes);
      this.#pax = records;
      if (problem !== undefined) this.#damage(problem);
    } else if (extension.type === 'L') this.#longName = untilNul(extension.bytes);
    else if (extension.type === 'K') this.#longLink = untilNul(extension.bytes);
    // 'g' holds defaults that container engines do not apply. They also forget what came before it.
    else this.#forgetExtensions();
  }

  #startEntry(raw: RawHeader): void {
    const pax = this.#pax;
    const name = orDefault(this.#longName, pax.path ?? raw.name);
    const kind = entryKindOf(raw.type, name);
    // An unknown type is read as a file (POSIX.1-2017 pax): its data must be stepped over, and may as well be seen.
    const isFile = kind === 'file' || kind === undefined;
    const size = isFile ? (pax.size ?? raw.size) : 0;
    const link = orDefault(this.#longLink, pax.linkPath ?? raw.linkName);
    this.#forgetExtensions();
    if (!isSize(size)) return this.#break('an entry has no valid size');
    if (this.#entries >= this.#limits.maxLayerEntries) {
      this.#mode = 'full';
      this.#handler.problem(
        limitReached(
          'maxLayerEntries',
          `the layer has more than maxLayerEntries (${this.#limits.maxLayerEntries}) entries; the rest was not read`,
        ),
      );
      return;
    }
    this.#entries++;
    const { path, unsafe } = normalisePath(this.#decode(pax.sparse?.name ?? name));
    if (unsafe) {
      this.#handler.problem({
        reason: 'path-unsafe',
        path,
        detail: 'the path steps out of its folder with ".."',
      });
    }
    if (path === '' && kind !== 'directory') {
      this.#handler.problem({
        reason: 'path-unsafe',
        path,
        detail: 'an entry that is no folder has no name',
      });
    }
    if (kind === undefined) {
      this.#handler.problem({
        reason: 'parse-failed',
        path,
        detail: `the entry has the unknown type ${JSON.stringify(raw.type)} and was read as a file`,
      });
    }
    const sparse = isFile && (pax.sparse !== undefined || raw.type === 'S');
    const hasTarget = kind === 'symlink' || kind === 'hardlink';
    const target = hasTarget ? this.#decode(link) : undefined;
    this.#handler.entry({
      path,
      kind: kind ?? 'file',
      size,
      mode: raw.mode,
      uid: pax.uid ?? raw.uid,
      gid: pax.gid ?? raw.gid,
      ...(target === undefined ? {} : { target: kind === 'hardlink' ? normalisePath(target).path : target }),
      ...(sparse ? { sparseSize: pax.sparse?.size ?? (isSize(raw.realSize) ? raw.realSize : size) } : {}),
    });
    if (raw.sparseMapContinues) this.#afterSparseMap = size;
    else if (isFile) this.#expectFile(size);
  }

  #forgetExtensions(): void {
    this.#pax = NO_PAX;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#extensionBytes = 0;
  }

  #expectFile(size: number): void {
    if (size === 0) this.#handler.data(Buffer.alloc(0), true);
    this.#expectData(size, 'data');
  }

  #expectData(size: number, mode: 'data' | 'extension'): void {
    this.#dataLeft = size;
    this.#paddingLeft = (BLOCK - (size % BLOCK)) % BLOCK;
    if (size > 0) this.#mode = mode;
  }

  #decode(bytes: Buffer): string {
    const { maxPathBytes } = this.#limits;
    if (bytes.length <= maxPathBytes) return decodePath(bytes);
    const cut = decodePath(bytes.subarray(0, maxPathBytes));
    const detail = `the path has ${bytes.length} bytes, more than maxPathBytes (${maxPathBytes}), and was cut`;
    const path = normalisePath(cut).path.slice(0, 200);
    this.#handler.problem(limitReached('maxPathBytes', detail, path));
    return cut;
  }
}

/** Go takes an empty long name for none. */
function orDefault(value: Buffer | undefined, otherwise: Buffer): Buffer {
  return value === undefined || value.length === 0 ? otherwise : value;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
