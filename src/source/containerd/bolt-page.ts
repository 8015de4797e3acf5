import { ClearpullError } from '../../base/errors.ts';

/** Bytes before a page's elements: id, flags, count, overflow (etcd-io/bbolt, internal/common/page.go). */
export const PAGE_HEADER_BYTES = 16;
const ELEMENT_BYTES = 16;
/** As bbolt's own. */
const MAX_KEY_BYTES = 32_768;
const FLAG = { branch: 1, leaf: 2, meta: 4 };
const META_BYTES = 64;
const MAGIC = 0xed0cdaed;
const VERSION = 2;

/** One of the two pages that say where the tree starts; the younger valid one counts. */
export interface BoltMeta {
  readonly pageSize: number;
  readonly root: number;
  readonly transaction: bigint;
}

/** A bucket: a tree of its own, or, when small, a leaf page that lies in the bucket above. */
export type BoltBucket =
  | { readonly kind: 'tree'; readonly root: number }
  | { readonly kind: 'inline'; readonly page: Buffer };

export interface BoltElement {
  readonly key: Buffer;
  readonly value: Buffer;
  /** Set when the value is a bucket. */
  readonly bucket?: BoltBucket;
}

export type BoltPage =
  | { readonly kind: 'branch'; readonly children: readonly number[] }
  | { readonly kind: 'leaf'; readonly elements: readonly BoltElement[] };

/** How long a page is, in pages, by its header; undefined when it is another page than `id`. */
export function pageSpan(header: Buffer, id: number): number | undefined {
  return pageNumber(header, 0) === id ? header.readUInt32LE(12) + 1 : undefined;
}

/** Takes a whole branch or leaf page apart. Throws `target-invalid` for any other, and for one that lies. */
export function parsePage(page: Buffer): BoltPage {
  const flags = page.length < PAGE_HEADER_BYTES ? 0 : page.readUInt16LE(8);
  const count = flags === 0 ? 0 : page.readUInt16LE(10);
  if (PAGE_HEADER_BYTES + count * ELEMENT_BYTES > page.length)
    throw damaged('a page ends before its elements');
  const starts = Array.from({ length: count }, (_, i) => PAGE_HEADER_BYTES + i * ELEMENT_BYTES);
  if (flags === FLAG.branch) {
    return { kind: 'branch', children: starts.map((at) => pageNumber(page, at + 8)) };
  }
  if (flags === FLAG.leaf) return { kind: 'leaf', elements: starts.map((at) => leafElement(page, at)) };
  throw damaged('a page is neither branch nor leaf');
}

function leafElement(page: Buffer, at: number): BoltElement {
  const start = at + page.readUInt32LE(at + 4);
  const middle = start + page.readUInt32LE(at + 8);
  const end = middle + page.readUInt32LE(at + 12);
  if (end > page.length) throw damaged('an element leads out of its page');
  if (middle - start > MAX_KEY_BYTES) throw damaged('a key is too long');
  const key = page.subarray(start, middle);
  const value = page.subarray(middle, end);
  if ((page.readUInt32LE(at) & 1) === 0) return { key, value };
  if (value.length < 16) throw damaged('a bucket is cut off');
  const root = pageNumber(value, 0);
  const bucket: BoltBucket =
    root === 0 ? { kind: 'inline', page: value.subarray(16) } : { kind: 'tree', root };
  return { key, value, bucket };
}

/** The meta page in `page`, whose header comes first; undefined when its checksum does not hold. */
export function parseMeta(page: Buffer): BoltMeta | undefined {
  if (page.length < PAGE_HEADER_BYTES + META_BYTES) return undefined;
  const meta = page.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + META_BYTES);
  if (meta.readUInt32LE(0) !== MAGIC || meta.readUInt32LE(4) !== VERSION) return undefined;
  if (meta.readBigUInt64LE(56) !== fnv1a(meta.subarray(0, 56))) return undefined;
  const pageSize = meta.readUInt32LE(8);
  if (pageSize < 512 || pageSize > 64 * 1024 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  return { pageSize, root: pageNumber(meta, 16), transaction: meta.readBigUInt64LE(48) };
}

function pageNumber(bytes: Buffer, at: number): number {
  const id = bytes.readBigUInt64LE(at);
  if (id > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('a page number is too large');
  return Number(id);
}

function fnv1a(bytes: Buffer): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

export function damaged(problem: string): ClearpullError {
  return new ClearpullError('target-invalid', `containerd's meta.db is damaged: ${problem}`, {
    hint: 'Export the image instead: ctr image export image.tar NAME, and check image.tar.',
  });
}
