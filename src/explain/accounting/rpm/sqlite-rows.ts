import { blobOfRecord, textOfRecord, uintOfRecord } from './sqlite-record.ts';
import { varint } from './varint.ts';

/*
 * Just enough of SQLite's file format (sqlite.org/fileformat2.html) to read every row of one table out of bytes in
 * memory: table b-trees with overflow pages. No journal is applied. A database of SQLite's own kind would have to be
 * opened from a file, and what is in an image is never handed to a native library.
 */

const MAGIC = 'SQLite format 3\0';
const LEAF = 0x0d;
const INTERIOR = 0x05;
/** No header of an rpm package is larger (rpm's own bound). */
const MAX_ROW_BYTES = 256 * 1024 * 1024;

interface Pages {
  readonly bytes: Buffer;
  readonly pageSize: number;
  readonly usable: number;
}

/** The second column of each row of a table, as bytes; undefined when these are no SQLite database with that table. */
export function secondColumnOf(bytes: Buffer, table: string): Iterable<Buffer> | undefined {
  if (bytes.length < 100 || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const raw = bytes.readUInt16BE(16);
  const pageSize = raw === 1 ? 65_536 : raw;
  const usable = pageSize - (bytes[20] ?? 0);
  if (pageSize < 512 || usable < 480) return undefined;
  const pages = { bytes, pageSize, usable };
  for (const row of rowsOf(pages, 1)) {
    if (textOfRecord(row, 0) === 'table' && textOfRecord(row, 1) === table) {
      return blobs(pages, uintOfRecord(row, 3) ?? 0);
    }
  }
  return undefined;
}

function* blobs(pages: Pages, root: number): Generator<Buffer> {
  for (const row of rowsOf(pages, root)) {
    const blob = blobOfRecord(row, 1);
    if (blob !== undefined) yield blob;
  }
}

/** Every record below a page. A page is read once, so a circle ends. */
function* rowsOf(pages: Pages, root: number): Generator<Buffer> {
  const seen = new Set<number>();
  const pending = [root];
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (number < 1 || seen.has(number)) continue;
    seen.add(number);
    const page = pageOf(pages, number);
    if (page === undefined) continue;
    const head = number === 1 ? 100 : 0;
    const type = page[head];
    if (type !== LEAF && type !== INTERIOR) continue;
    const cells = page.readUInt16BE(head + 3);
    const pointers = head + (type === LEAF ? 8 : 12);
    const below: number[] = [];
    for (let i = 0; i < cells && pointers + 2 * i + 2 <= page.length; i++) {
      const at = page.readUInt16BE(pointers + 2 * i);
      if (at + 4 > page.length) continue;
      if (type === INTERIOR) below.push(page.readUInt32BE(at));
      else {
        const row = rowAt(pages, page, at);
        if (row !== undefined) yield row;
      }
    }
    if (type === INTERIOR) below.push(page.readUInt32BE(head + 8));
    for (let i = below.length - 1; i >= 0; i--) pending.push(below[i] ?? 0);
  }
}

function rowAt(pages: Pages, page: Buffer, at: number): Buffer | undefined {
  const { usable } = pages;
  const length = varint(page, at);
  const rowid = varint(page, length.end);
  const total = length.value;
  if (total > Math.min(MAX_ROW_BYTES, pages.bytes.length)) return undefined;
  const most = usable - 35;
  if (total <= most) return page.subarray(rowid.end, rowid.end + total);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((total - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  const parts = [page.subarray(rowid.end, rowid.end + local)];
  let left = total - local;
  let next = rowid.end + local + 4 <= page.length ? page.readUInt32BE(rowid.end + local) : 0;
  // Each page takes something off what is left, so a circle ends as well.
  while (left > 0) {
    const overflow = pageOf(pages, next);
    if (next < 1 || overflow === undefined) return undefined;
    const part = overflow.subarray(4, Math.min(usable, 4 + left));
    if (part.length === 0) return undefined;
    parts.push(part);
    left -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** A whole page; undefined when the file ends before it does. */
function pageOf({ bytes, pageSize }: Pages, number: number): Buffer | undefined {
  const start = (number - 1) * pageSize;
  return start < 0 || start + pageSize > bytes.length ? undefined : bytes.subarray(start, start + pageSize);
}
