/*
 * Berkeley DB's hash files as rpm used them until 2020 (db-5.3, src/dbinc/db_page.h), in the byte order of x86 and
 * arm64. Every page is looked at instead of following the hash: what matters is each value, not its key.
 */

const HASH_MAGIC = 0x00_06_15_61;
const HASH_PAGES: ReadonlySet<number> = new Set([2, 13]);
const OVERFLOW_PAGE = 7;
const KEY_DATA = 1;
const OFF_PAGE = 3;
const PAGE_HEAD = 26;

/** Each value; undefined when these are no such bytes. */
export function bdbValues(bytes: Buffer): Iterable<Buffer> | undefined {
  if (bytes.length < 512 || bytes.readUInt32LE(12) !== HASH_MAGIC) return undefined;
  const pageSize = bytes.readUInt32LE(20);
  return pageSize < 512 || pageSize > 65_536 ? undefined : values(bytes, pageSize);
}

function* values(bytes: Buffer, pageSize: number): Generator<Buffer> {
  // Values that share pages would let a small file be read without end.
  let budget = bytes.length;
  for (let start = pageSize; start + pageSize <= bytes.length; start += pageSize) {
    const page = bytes.subarray(start, start + pageSize);
    if (!HASH_PAGES.has(page[25] ?? 0)) continue;
    const items = Math.min(page.readUInt16LE(20), Math.floor((pageSize - PAGE_HEAD) / 2));
    // Keys and values take turns; an item ends where the one before it begins.
    for (let i = 1; i < items; i += 2) {
      const at = page.readUInt16LE(PAGE_HEAD + 2 * i);
      const end = page.readUInt16LE(PAGE_HEAD + 2 * (i - 1));
      if (page[at] === KEY_DATA) yield page.subarray(at + 1, end);
      if (page[at] !== OFF_PAGE || at + 12 > pageSize) continue;
      const length = page.readUInt32LE(at + 8);
      budget -= length;
      if (budget < 0) return;
      const value = overflow(bytes, pageSize, page.readUInt32LE(at + 4), length);
      if (value !== undefined) yield value;
    }
  }
}

function overflow(bytes: Buffer, pageSize: number, first: number, length: number): Buffer | undefined {
  const parts: Buffer[] = [];
  let left = length;
  // Each page takes something off what is left, so a circle ends.
  for (let number = first; left > 0; ) {
    const start = number * pageSize;
    if (number === 0 || start + pageSize > bytes.length || bytes[start + 25] !== OVERFLOW_PAGE)
      return undefined;
    const used = Math.min(bytes.readUInt16LE(start + 22), pageSize - PAGE_HEAD, left);
    if (used === 0) return undefined;
    parts.push(bytes.subarray(start + PAGE_HEAD, start + PAGE_HEAD + used));
    left -= used;
    number = bytes.readUInt32LE(start + 16);
  }
  return Buffer.concat(parts);
}
