/** One 512-byte tar header, taken apart (POSIX.1-2017 pax, "ustar Interchange Format", and GNU's additions). */
export interface RawHeader {
  readonly name: Buffer;
  readonly linkName: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** NaN when the field is no number; may be negative in base-256. */
  readonly size: number;
  /** The type flag's character; '\0' in archives older than POSIX. */
  readonly type: string;
  /** GNU sparse files ('S'): size of the file once expanded. */
  readonly realSize: number;
  /** GNU sparse files: further blocks of the map come before the data. */
  readonly sparseMapContinues: boolean;
}

export const BLOCK = 512;

export function isZeroBlock(block: Buffer): boolean {
  for (let i = 0; i < BLOCK; i++) if (block[i] !== 0) return false;
  return true;
}

/** Parses a header block; undefined when it is too short or its checksum does not hold. */
export function parseHeader(block: Buffer): RawHeader | undefined {
  if (block.length < BLOCK || !checksumHolds(block)) return undefined;
  const name = field(block, 0, 100);
  // Empty in most headers, and then there is no need to know the format.
  const prefix = block[345] === 0 ? undefined : prefixOf(block);
  const flag = block[156] ?? 0;
  return {
    name: prefix !== undefined && prefix.length > 0 ? Buffer.concat([prefix, SLASH, name]) : name,
    linkName: field(block, 157, 100),
    mode: number(block, 100, 8) & 0o7777,
    uid: orZero(number(block, 108, 8)),
    gid: orZero(number(block, 116, 8)),
    size: number(block, 124, 12),
    type: String.fromCharCode(flag),
    realSize: flag === 0x53 ? number(block, 483, 12) : Number.NaN,
    sparseMapContinues: flag === 0x53 && block[482] !== 0,
  };
}

const SLASH = Buffer.from('/');

/** Both the unsigned sum and the signed one that old Sun tars wrote count as right. */
function checksumHolds(block: Buffer): boolean {
  // The field itself counts as blanks.
  let unsigned = CHECKSUM_BYTES * 0x20;
  for (let i = 0; i < CHECKSUM; i += 4) unsigned += sumOfFour(block, i);
  for (let i = CHECKSUM + CHECKSUM_BYTES; i < BLOCK; i += 4) unsigned += sumOfFour(block, i);
  const stored = number(block, CHECKSUM, CHECKSUM_BYTES);
  if (stored === unsigned) return true;
  let negative = 0;
  for (let i = 0; i < BLOCK; i++) {
    const inField = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
    if (!inField && (block[i] as number) > 127) negative++;
  }
  return stored === unsigned - 256 * negative;
}

function sumOfFour(block: Buffer, at: number): number {
  return block[at]! + block[at + 1]! + block[at + 2]! + block[at + 3]!;
}

const CHECKSUM = 148;
const CHECKSUM_BYTES = 8;

function field(block: Buffer, start: number, length: number): Buffer {
  let end = start;
  while (end < start + length && block[end] !== 0) end++;
  return end === start ? EMPTY : block.subarray(start, end);
}

const EMPTY = Buffer.alloc(0);

/**
 * The part of the path that comes before the name, where the header's format has one. Readers that disagree
 * on it see different paths, so this follows Go's archive/tar to the letter.
 */
function prefixOf(block: Buffer): Buffer | undefined {
  const magic = block.toString('latin1', 257, 265);
  if (magic.startsWith('ustar\0')) {
    // The "star" format keeps times where POSIX has the end of the prefix.
    const isStar = block.toString('latin1', 508, 512) === 'tar\0';
    return field(block, 345, isStar ? 131 : 155);
  }
  if (magic !== 'ustar  \0') return undefined;
  // Go before 1.8, and so Docker of that time, wrote a prefix where GNU has two times (golang/go#12594).
  if (isNumberOrEmpty(block, 345) && isNumberOrEmpty(block, 357)) return undefined;
  const prefix = field(block, 345, 155);
  return prefix.every((byte) => byte < 0x80) ? prefix : undefined;
}

function isNumberOrEmpty(block: Buffer, start: number): boolean {
  return block[start] === 0 || !Number.isNaN(number(block, start, 12));
}

/**
 * Octal text, or GNU's base-256 when the top bit is set. NaN when neither. As Go reads it: spaces and NULs
 * around the digits do not count, and what follows a NUL behind them does not either.
 */
function number(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) {
    // The top bit only marks the format; the next one is the sign of a two's complement number.
    let value = first & 0x7f;
    if ((value & 0x40) !== 0) value -= 0x80;
    for (let i = 1; i < length; i++) value = value * 256 + (block[start + i] ?? 0);
    return value;
  }
  let end = start + length;
  let at = start;
  while (at < end && isBlank(block[at])) at++;
  while (end > at && isBlank(block[end - 1])) end--;
  let value = 0;
  for (; at < end; at++) {
    const byte = block[at] ?? 0;
    if (byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return Number.NaN;
    value = value * 8 + (byte - 0x30);
  }
  return value;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0 || byte === 0x20;
}

function orZero(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
