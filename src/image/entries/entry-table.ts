import type { Content, EntryKind, LayerEntry } from '../layer-facts.ts';
import {
  ALIGNMENT,
  aligned,
  alignedLength,
  ByteColumnWriter,
  IntegerColumnWriter,
  integersOf,
  NumberColumnWriter,
  numbersOf,
} from './columns.ts';
import { ExtrasColumn, ExtrasWriter } from './extras.ts';
import { InternedContents, InternedMetas, type Meta } from './interned.ts';
import { StringColumn, StringColumnWriter } from './string-column.ts';

/*
 * A layer's entries as columns of bytes. An image of half a million files would be half a gigabyte of objects and
 * of JSON, made in one thread and made again in another; as columns it is a tenth of that, and what goes to the
 * other thread and into the cache is the very memory that they are read from.
 */

interface TableHead {
  readonly count: number;
  readonly metas: readonly Meta[];
  readonly contents: readonly Content[];
  /** Byte lengths of the columns, in the order in which they stand. */
  readonly lengths: readonly number[];
}

const SHA256_BYTES = 32;
const NONE = 0;

/** An entry to be written; what it does not have may also be undefined, so that all are made with one shape. */
export type EntryRow = { readonly [K in keyof LayerEntry]: LayerEntry[K] | undefined } & Pick<
  LayerEntry,
  'path' | 'kind' | 'size' | 'mode' | 'uid' | 'gid'
>;

/** Takes entries one by one and turns them into the bytes of a table. */
export class EntryTableWriter {
  readonly #metas = new InternedMetas();
  readonly #contents = new InternedContents();
  readonly #meta = new IntegerColumnWriter();
  readonly #content = new IntegerColumnWriter();
  readonly #sizes = new NumberColumnWriter();
  readonly #textOffsets = new NumberColumnWriter();
  readonly #textLengths = new NumberColumnWriter();
  readonly #hashes = new ByteColumnWriter();
  readonly #paths = new StringColumnWriter();
  readonly #targets = new StringColumnWriter();
  readonly #extras = new ExtrasWriter();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(entry: EntryRow): void {
    const { path, kind, size, mode, uid, gid, target, sha256, content, text } = entry;
    this.#count++;
    this.#meta.push(this.#metas.indexOf(kind, mode, uid, gid));
    this.#content.push(content === undefined ? NONE : this.#contents.indexOf(content) + 1);
    this.#sizes.push(size);
    this.#textOffsets.push(text === undefined ? NONE : text[0] + 1);
    this.#textLengths.push(text?.[1] ?? NONE);
    this.#pushHash(sha256);
    this.#paths.push(path);
    this.#targets.push(target);
    this.#extras.push(entry);
  }

  /**
   * What comes before, and behind it the table: length of the head as JSON, the head, the columns; each filled up so that the
   * next is aligned. Nothing can be added any more: the columns are freed as they are copied.
   */
  finish(before: Buffer = Buffer.alloc(0)): Buffer {
    const columns = [
      this.#meta,
      this.#content,
      this.#sizes,
      this.#textOffsets,
      this.#textLengths,
      this.#hashes,
      ...this.#paths.columns(),
      ...this.#targets.columns(),
      ...this.#extras.columns(),
    ];
    const described: TableHead = {
      count: this.#count,
      metas: this.#metas.values,
      contents: this.#contents.values,
      lengths: columns.map(({ size }) => size),
    };
    const json = Buffer.from(JSON.stringify(described));
    const length = Buffer.alloc(ALIGNMENT);
    length.writeUInt32LE(json.length);
    const head = Buffer.concat([before, length, aligned(json)]);
    const bytes = Buffer.alloc(columns.reduce((sum, { size }) => sum + alignedLength(size), head.length));
    let at = head.copy(bytes);
    for (const column of columns) at = alignedLength(column.moveTo(bytes, at));
    return bytes;
  }

  #pushHash(sha256: string | undefined): void {
    const { bytes, at } = this.#hashes.claim(SHA256_BYTES + 1);
    bytes[at] = sha256 === undefined ? NONE : 1;
    if (sha256 !== undefined) bytes.write(sha256, at + 1, 'hex');
  }
}

/** The entries in the bytes of a table, each an object of a few words that reads its columns when asked. */
export function readEntryTable(bytes: Buffer): readonly LayerEntry[] {
  const table = new EntryTable(bytes);
  return Array.from({ length: table.count }, (_, index) => new TableEntry(table, index));
}

/** How many entries are in the bytes of a table. */
export function readCount(bytes: Buffer): number {
  return headOf(bytes).head.count;
}

function headOf(bytes: Buffer): { readonly head: TableHead; readonly length: number } {
  const length = bytes.readUInt32LE(0);
  return { head: JSON.parse(bytes.toString('utf8', ALIGNMENT, ALIGNMENT + length)) as TableHead, length };
}

class EntryTable {
  readonly count: number;
  readonly metas: readonly Meta[];
  readonly contents: readonly Content[];
  readonly meta: Uint32Array;
  readonly content: Uint32Array;
  readonly sizes: Float64Array;
  readonly textOffsets: Float64Array;
  readonly textLengths: Float64Array;
  readonly hashes: Buffer;
  readonly paths: StringColumn;
  readonly targets: StringColumn;
  readonly extras: ExtrasColumn;

  constructor(bytes: Buffer) {
    const { head, length: headBytes } = headOf(bytes);
    this.count = head.count;
    this.metas = head.metas;
    this.contents = head.contents;
    let at = ALIGNMENT + alignedLength(headBytes);
    const columns = head.lengths.map((length) => {
      const column = bytes.subarray(at, at + length);
      at += alignedLength(length);
      return column;
    });
    const column = (index: number): Buffer => columns[index] ?? Buffer.alloc(0);
    this.meta = integersOf(column(0));
    this.content = integersOf(column(1));
    this.sizes = numbersOf(column(2));
    this.textOffsets = numbersOf(column(3));
    this.textLengths = numbersOf(column(4));
    this.hashes = column(5);
    this.paths = new StringColumn(column(6), column(7), column(8));
    this.targets = new StringColumn(column(9), column(10), column(11));
    this.extras = new ExtrasColumn(column(12), column(13));
  }
}

/** An entry's path, for who goes over all entries and keeps few of their paths: an entry keeps what it was asked for. */
export function passingPathOf(entry: LayerEntry): string {
  return entry instanceof TableEntry ? entry.readPath() : entry.path;
}

class TableEntry implements LayerEntry {
  readonly #table: EntryTable;
  readonly #index: number;
  #path: string | undefined;

  constructor(table: EntryTable, index: number) {
    this.#table = table;
    this.#index = index;
  }

  /** Kept once read: it is what everybody asks for, again and again. */
  get path(): string {
    this.#path ??= this.readPath();
    return this.#path;
  }

  readPath(): string {
    return this.#path ?? this.#table.paths.at(this.#index) ?? '';
  }

  get kind(): EntryKind {
    return this.#meta[0];
  }

  get size(): number {
    return this.#table.sizes[this.#index] ?? 0;
  }

  get mode(): number {
    return this.#meta[1];
  }

  get uid(): number {
    return this.#meta[2];
  }

  get gid(): number {
    return this.#meta[3];
  }

  get target(): string | undefined {
    return this.#table.targets.at(this.#index);
  }

  get sha256(): string | undefined {
    const { hashes } = this.#table;
    const at = this.#index * (SHA256_BYTES + 1);
    return hashes[at] === NONE ? undefined : hashes.toString('hex', at + 1, at + 1 + SHA256_BYTES);
  }

  get md5(): string | undefined {
    return this.#table.extras.md5(this.#index);
  }

  get sha1(): string | undefined {
    return this.#table.extras.sha1(this.#index);
  }

  get database(): readonly [number, number] | undefined {
    return this.#table.extras.database(this.#index);
  }

  get host(): string | undefined {
    const length = this.#table.extras.hostLength(this.#index);
    return length === undefined ? undefined : this.path.slice(0, length);
  }

  get content(): Content | undefined {
    const index = this.#table.content[this.#index] ?? NONE;
    return index === NONE ? undefined : this.#table.contents[index - 1];
  }

  get text(): readonly [number, number] | undefined {
    const offset = this.#table.textOffsets[this.#index] ?? NONE;
    return offset === NONE ? undefined : [offset - 1, this.#table.textLengths[this.#index] ?? 0];
  }

  get #meta(): Meta {
    return this.#table.metas[this.#table.meta[this.#index] ?? 0] as Meta;
  }

  /** As a plain object, without what it does not have. */
  toJSON(): LayerEntry {
    const { path, kind, size, mode, uid, gid, target, sha256, md5, sha1, content, text, database, host } =
      this;
    return {
      path,
      kind,
      size,
      mode,
      uid,
      gid,
      ...(target === undefined ? {} : { target }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(md5 === undefined ? {} : { md5 }),
      ...(sha1 === undefined ? {} : { sha1 }),
      ...(content === undefined ? {} : { content }),
      ...(text === undefined ? {} : { text }),
      ...(database === undefined ? {} : { database }),
      ...(host === undefined ? {} : { host }),
    };
  }
}
