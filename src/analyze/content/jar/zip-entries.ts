/*
 * Just enough of ZIP (PKWARE's APPNOTE.TXT) to find a few small files in an archive that is in memory. Entries are
 * what the central directory says, as Java's own reader goes by it.
 */

/** One entry, as the directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins, in the bytes. */
  readonly offset: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** What is wrong with it, or was not read. */
  readonly problem?: string;
}

/** What every entry of an archive begins with. */
export const LOCAL_MARK: Buffer = Buffer.from('PK\x03\x04', 'latin1');
const END_MARK = Buffer.from('PK\x05\x06', 'latin1');
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const ENCRYPTED = 1;
/** Stands where the true value is in the zip64 field. */
const SEE_64 = 0xffffffff;
const ZIP64_FIELD = 1;

/** What `wanted` takes of the central directory; undefined when the bytes end in none. */
export function readDirectory(
  bytes: Buffer,
  maxEntries: number,
  wanted: (name: string) => boolean,
): ZipDirectory | undefined {
  const end = endOf(bytes);
  if (end === undefined) return undefined;
  const { start, stop, shift } = end;
  const entries: ZipEntry[] = [];
  let count = 0;
  let at = start;
  while (at + CENTRAL_BYTES <= stop && bytes.readUInt32LE(at) === CENTRAL) {
    if (++count > maxEntries)
      return { entries, problem: `it has more than ${maxEntries} entries (maxJarEntries)` };
    const nameBytes = bytes.readUInt16LE(at + 28);
    const extraBytes = bytes.readUInt16LE(at + 30);
    const extraAt = at + CENTRAL_BYTES + nameBytes;
    const next = extraAt + extraBytes + bytes.readUInt16LE(at + 32);
    if (next > stop) break;
    const name = bytes.toString('utf8', at + CENTRAL_BYTES, extraAt);
    if (wanted(name)) {
      const entry = entryAt(bytes, at, name, bytes.subarray(extraAt, extraAt + extraBytes));
      entries.push({ ...entry, offset: entry.offset + shift });
    }
    at = next;
  }
  return at === stop ? { entries } : { entries, problem: 'its directory is damaged' };
}

/** Where the first entry begins of an archive with something else before it; undefined where there is none. */
export function prefixedZip(bytes: Buffer, maxEntries: number): number | undefined {
  const offsets = readDirectory(bytes, maxEntries, () => true)?.entries.map(({ offset }) => offset) ?? [];
  const first = offsets.reduce((least, offset) => Math.min(least, offset), bytes.length);
  return first > 0 && bytes.subarray(first, first + LOCAL_MARK.length).equals(LOCAL_MARK) ? first : undefined;
}

interface DirectoryEnd {
  readonly start: number;
  readonly stop: number;
  /** What stands before the archive: offsets are counted from behind it. */
  readonly shift: number;
}

function endOf(bytes: Buffer): DirectoryEnd | undefined {
  const lowest = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT);
  const tail = bytes.subarray(lowest);
  for (let last = tail.lastIndexOf(END_MARK); last >= 0; last = lastBefore(tail, last)) {
    const at = lowest + last;
    // The comment has to fill the file, or the mark may lie in it.
    if (at + END_BYTES > bytes.length || bytes.readUInt16LE(at + 20) !== bytes.length - at - END_BYTES)
      continue;
    const wide = end64(bytes, at);
    const size = wide?.size ?? bytes.readUInt32LE(at + 12);
    const offset = wide?.offset ?? bytes.readUInt32LE(at + 16);
    const stop = wide?.at ?? at;
    const start = stop - size;
    return start < 0 || offset > start ? undefined : { start, stop, shift: start - offset };
  }
  return undefined;
}

function lastBefore(tail: Buffer, at: number): number {
  return at === 0 ? -1 : tail.lastIndexOf(END_MARK, at - 1);
}

/** The zip64 end of the directory, which stands right before its locator. */
function end64(
  bytes: Buffer,
  end: number,
): { readonly at: number; readonly size: number; readonly offset: number } | undefined {
  const locator = end - LOCATOR_64_BYTES;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return undefined;
  const at = bytes.lastIndexOf(Buffer.from('PK\x06\x06', 'latin1'), locator);
  if (at === -1 || at + 56 > locator || bytes.readUInt32LE(at) !== END_64) return undefined;
  const size = wideNumber(bytes, at + 40);
  const offset = wideNumber(bytes, at + 48);
  return size === undefined || offset === undefined ? undefined : { at, size, offset };
}

function entryAt(bytes: Buffer, at: number, name: string, extra: Buffer): ZipEntry {
  const plain = {
    size: bytes.readUInt32LE(at + 24),
    compressedSize: bytes.readUInt32LE(at + 20),
    offset: bytes.readUInt32LE(at + 42),
  };
  return {
    name,
    method: bytes.readUInt16LE(at + 10),
    encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
    ...plain,
    ...wideFields(plain, extra),
  };
}

/** The zip64 field holds, in this order, those of the three that do not fit their own place. */
function wideFields(
  plain: Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'>,
  extra: Buffer,
): Partial<ZipEntry> {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_FIELD) continue;
    const found: { size?: number; compressedSize?: number; offset?: number } = {};
    let next = at + 4;
    for (const field of ['size', 'compressedSize', 'offset'] as const) {
      if (plain[field] !== SEE_64) continue;
      const value = wideNumber(extra, next);
      if (value !== undefined) found[field] = value;
      next += 8;
    }
    return found;
  }
  return {};
}

function wideNumber(bytes: Buffer, at: number): number | undefined {
  if (at + 8 > bytes.length) return undefined;
  const value = bytes.readBigUInt64LE(at);
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
}
