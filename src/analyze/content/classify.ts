import { isUtf8 } from 'node:buffer';
import type { Content, TextEncoding } from '../../image/layer-facts.ts';
import { appendedToPicture } from './appended.ts';
import type { GoInfoWindow } from './build-info/go-info-window.ts';
import { isElf, readElf } from './elf.ts';

/** How much of a file is enough to tell what it is. */
export const HEAD_BYTES = 64 * 1024;

/** How much of a text is looked at for control characters. */
const LOOK_BYTES = 4096;
/** Random bytes without a control character are never this long. */
const SURE_BYTES = 512;

/** Magic bytes of formats whose inside is packed, so that a search of the bytes as they are sees little. */
const ARCHIVES: readonly (readonly [format: string, offset: number, magic: string])[] = [
  ['gzip', 0, '\x1f\x8b'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['bzip2', 0, 'BZh'],
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['7z', 0, "7z\xbc\xaf'\x1c"],
  ['rar', 0, 'Rar!\x1a\x07'],
  ['ar', 0, '!<arch>\n'],
  ['cpio', 0, '070701'],
  ['cpio', 0, '070702'],
  ['rpm', 0, '\xed\xab\xee\xdb'],
  ['squashfs', 0, 'hsqs'],
  ['tar', 257, 'ustar'],
];

const DATA: readonly (readonly [format: string, offset: number, magic: string])[] = [
  ['png', 0, '\x89PNG'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF8'],
  ['java-class', 0, '\xca\xfe\xba\xbe'],
  ['python-bytecode', 2, '\r\n'],
  ['sqlite', 0, 'SQLite format 3\0'],
  ['pe', 0, 'MZ'],
  ['mach-o', 0, '\xcf\xfa\xed\xfe'],
  ['wasm', 0, '\0asm'],
  ['pdf', 0, '%PDF-'],
  ['mo-catalogue', 0, '\xde\x12\x04\x95'],
  ['terminfo', 0, '\x1a\x01'],
];

/** Most files are one of these; the same object each time is cheaper to make and to compare. */
const EMPTY: Content = { kind: 'empty' };
const DATA_ALONE: Content = { kind: 'data' };
const TEXT: Readonly<Record<TextEncoding, Content>> = {
  'utf-8': { kind: 'text', encoding: 'utf-8' },
  'utf-16le': { kind: 'text', encoding: 'utf-16le' },
  'utf-16be': { kind: 'text', encoding: 'utf-16be' },
  'latin-1': { kind: 'text', encoding: 'latin-1' },
};

/**
 * Tells what a file is from its bytes. `bytes` is the whole file when `whole`, else its first HEAD_BYTES or more;
 * `windows` are then what passed behind them that may be Go's build information.
 */
export function classify(bytes: Buffer, whole: boolean, windows: readonly GoInfoWindow[] = []): Content {
  if (bytes.length === 0) return EMPTY;
  if (isElf(bytes)) return { kind: 'elf', elf: readElf(bytes, whole, windows) };
  const encoding = textEncoding(bytes, whole);
  // Linux asks for nothing more: self-extracting scripts have an archive behind their text.
  const interpreter = shebang(bytes);
  if (interpreter !== undefined) return { kind: 'script', interpreter, encoding: encoding ?? 'latin-1' };
  // Before the magic numbers, of which some are letters: "BZh" may begin a text that is run all the same.
  if (encoding !== undefined) return TEXT[encoding];
  const archive = byMagic(bytes, ARCHIVES);
  if (archive !== undefined) return { kind: 'archive', format: archive };
  if (hasTextBetweenControls(bytes)) return TEXT['latin-1'];
  const format = byMagic(bytes, DATA);
  if (format === undefined) return DATA_ALONE;
  const appended = whole ? appendedToPicture(bytes, format) : undefined;
  return { kind: 'data', format, ...(appended === undefined ? {} : { appended }) };
}

/** The text of a `#!` line without the marker, at most 255 bytes as Linux reads it (execve(2)). */
function shebang(bytes: Buffer): string | undefined {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return undefined;
  const line = bytes.toString('latin1', 2, Math.min(bytes.length, 256));
  const interpreter = line.slice(0, Math.max(0, line.search(/[\n\0]|$/))).trim();
  return interpreter === '' ? undefined : interpreter;
}

/** The encoding of what is plain text; undefined for anything else. */
function textEncoding(bytes: Buffer, whole: boolean): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return looksUtf16(bytes, 0) ? 'utf-16le' : undefined;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return looksUtf16(bytes, 1) ? 'utf-16be' : undefined;
  if (bytes.includes(0)) return undefined;
  if (isUtf8(whole ? bytes : withoutCutCharacter(bytes))) return 'utf-8';
  return looksLatin1(bytes) ? 'latin-1' : undefined;
}

/** A head may end inside a character: leave out the last bytes up to its start. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return end > 0 && (bytes[end - 1] ?? 0) >= 0xc0
    ? bytes.subarray(0, end - 1)
    : bytes.subarray(0, bytes.length);
}

/** No control characters in the first units; `low` is where in a unit its low byte lies. */
function looksUtf16(bytes: Buffer, low: 0 | 1): boolean {
  const end = Math.min(bytes.length, LOOK_BYTES) - 1;
  for (let at = 0; at < end; at += 2) {
    if (bytes[at + 1 - low] === 0 && isControl(bytes[at + low] ?? 0)) return false;
  }
  return true;
}

/** Eight-bit text has no control characters and few bytes above 0x7f; compressed data has many of both. */
function looksLatin1(bytes: Buffer): boolean {
  const end = Math.min(bytes.length, LOOK_BYTES);
  let high = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (isControl(byte)) return false;
    if (byte >= 0x7f) high++;
  }
  // Where that many bytes hold no control character, they are no random ones: text in another alphabet.
  return high * 4 < end || end >= SURE_BYTES;
}

/**
 * Text with a few control characters, NULs among them: a shell reads on over those, so a NUL at the end of a
 * script must not hide it. What begins as text for a while is text unless one byte of 64 is a control character.
 */
function hasTextBetweenControls(bytes: Buffer): boolean {
  if (!looksLatin1(bytes.subarray(0, Math.min(SURE_BYTES, Math.ceil(bytes.length / 2))))) return false;
  const end = Math.min(bytes.length, HEAD_BYTES);
  let control = 0;
  for (let i = 0; i < end; i++) if (isControl(bytes[i] ?? 0)) control++;
  return control * 64 <= end;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b;
}

function byMagic(bytes: Buffer, table: typeof ARCHIVES): string | undefined {
  for (const [format, offset, magic] of table) {
    // Nearly always the first byte tells, and taking a text out costs twenty times as much.
    if (bytes[offset] !== magic.charCodeAt(0)) continue;
    if (bytes.toString('latin1', offset, offset + magic.length) === magic) return format;
  }
  return undefined;
}
