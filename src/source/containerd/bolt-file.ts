import { type FileHandle, open } from 'node:fs/promises';
import {
  type BoltBucket,
  type BoltElement,
  type BoltMeta,
  damaged,
  PAGE_HEADER_BYTES,
  pageSpan,
  parseMeta,
  parsePage,
} from './bolt-page.ts';

/** A real tree of a million keys is four deep. */
const MAX_DEPTH = 16;
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
/** Of one reading: far above what the names of images take. */
const MAX_READ_BYTES = 512 * 1024 * 1024;
/** Of the second meta page, whose place depends on a size that the first, if damaged, cannot tell. */
const PAGE_SIZES = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];

/**
 * Reads a bbolt database (etcd-io/bbolt) without writing to it or locking it. Its writer never changes a page
 * that the last transaction reaches, so what is read is whole as long as `isCurrent` holds afterwards.
 */
export class BoltFile {
  readonly #file: FileHandle;
  readonly #size: number;
  readonly #meta: BoltMeta;
  #bytesLeft = MAX_READ_BYTES;

  private constructor(file: FileHandle, size: number, meta: BoltMeta) {
    this.#file = file;
    this.#size = size;
    this.#meta = meta;
  }

  /** Throws the file system's error, and `target-invalid` when it is no such database. */
  static async open(path: string): Promise<BoltFile> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return new BoltFile(file, size, await readMeta(file));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get root(): BoltBucket {
    return { kind: 'tree', root: this.#meta.root };
  }

  /** The bucket of that name directly in another one. */
  async bucket(inside: BoltBucket, name: string): Promise<BoltBucket | undefined> {
    for await (const { key, bucket } of this.elements(inside)) {
      if (bucket !== undefined && key.toString('utf8') === name) return bucket;
    }
    return undefined;
  }

  /** What lies in a bucket, in the order of the keys. */
  async *elements(bucket: BoltBucket): AsyncGenerator<BoltElement> {
    if (bucket.kind === 'tree') return yield* this.#below(bucket.root, new Set(), 0);
    this.#spend(bucket.page.length);
    const page = parsePage(bucket.page);
    if (page.kind !== 'leaf') throw damaged('an inline bucket has branches');
    return yield* page.elements;
  }

  /** Whether nothing was written since it was opened. */
  async isCurrent(): Promise<boolean> {
    return (await readMeta(this.#file)).transaction === this.#meta.transaction;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async *#below(id: number, seen: Set<number>, depth: number): AsyncGenerator<BoltElement> {
    if (seen.has(id) || depth > MAX_DEPTH) throw damaged('its tree is none');
    seen.add(id);
    const page = parsePage(await this.#readPage(id));
    if (page.kind === 'leaf') return yield* page.elements;
    for (const child of page.children) yield* this.#below(child, seen, depth + 1);
    return undefined;
  }

  async #readPage(id: number): Promise<Buffer> {
    const { pageSize } = this.#meta;
    if (id >= this.#size / pageSize) throw damaged(`page ${id} would lie behind its end`);
    const start = id * pageSize;
    const span = pageSpan(await read(this.#file, start, PAGE_HEADER_BYTES), id);
    if (span === undefined) throw damaged(`page ${id} says it is another one`);
    const length = span * pageSize;
    if (length > MAX_PAGE_BYTES || start + length > this.#size) throw damaged(`page ${id} is too long`);
    this.#spend(length);
    return read(this.#file, start, length);
  }

  /** Buckets may share pages, and then a small file would take for ever. */
  #spend(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) throw damaged(`more than ${MAX_READ_BYTES} bytes of it would have to be read`);
  }
}

async function readMeta(file: FileHandle): Promise<BoltMeta> {
  const metas: BoltMeta[] = [];
  for (const start of [0, ...PAGE_SIZES]) {
    const bytes = await read(file, start, PAGE_HEADER_BYTES + 64).catch(() => undefined);
    const meta = bytes === undefined ? undefined : parseMeta(bytes);
    if (meta !== undefined && (start === 0 || start === meta.pageSize)) metas.push(meta);
  }
  const youngest = metas.toSorted((a, b) => (a.transaction < b.transaction ? 1 : -1))[0];
  if (youngest === undefined) throw damaged('neither of its first two pages is valid');
  return youngest;
}

async function read(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  if (bytesRead < length) throw damaged('it ends too early');
  return bytes;
}
