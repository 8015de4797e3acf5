import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { unbzip2 } from '../../../base/unpack/bzip2.ts';
import { unpackWhole } from '../../../base/unpack/feed.ts';
import { unxz } from '../../../base/unpack/xz.ts';
import { mayBeDeflate } from './may-be-deflate.ts';

/** What text and bytes are coded with. Every function is pure, and gives undefined for what is not so coded. */

/** Base64 with either alphabet (RFC 4648, 4 and 5); blanks and padding say nothing. */
export function fromBase64(text: string): Buffer | undefined {
  const compact = compacted(text);
  return compact.length >= 4 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64')
    : undefined;
}

export function fromHex(text: string): Buffer | undefined {
  const compact = compacted(text);
  if (compact.length < 4 || compact.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(compact)) return undefined;
  return Buffer.from(compact, 'hex');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, 6. */
export function fromBase32(text: string): Buffer | undefined {
  const compact = compacted(text).replace(/=+$/, '').toUpperCase();
  if (compact.length < 8 || !/^[A-Z2-7]+$/.test(compact)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of compact) {
    value = ((value << 5) | BASE32.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 255);
  }
  return Buffer.from(bytes);
}

const BASE85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const ASCII85 = Array.from({ length: 85 }, (_, index) => String.fromCharCode(33 + index)).join('');

/** As Python's `b85decode` reads it (the alphabet of RFC 1924). */
export function fromBase85(text: string): Buffer | undefined {
  return fromRadix85(text, BASE85);
}

/** Adobe's, with or without its `<~ ~>`. */
export function fromAscii85(text: string): Buffer | undefined {
  return fromRadix85(text.replace(/^<~/, '').replace(/~>$/, '').replaceAll('z', '!!!!!'), ASCII85);
}

function fromRadix85(text: string, alphabet: string): Buffer | undefined {
  const compact = compacted(text);
  if (compact.length < 10) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < compact.length; at += 5) {
    const group = compact.slice(at, at + 5);
    let value = 0;
    for (const character of group.padEnd(5, alphabet[84])) {
      const digit = alphabet.indexOf(character);
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value > 0xffffffff) return undefined;
    const four = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    bytes.push(...four.slice(0, group.length - 1));
  }
  return Buffer.from(bytes);
}

/** Lines of uuencode, as Perl's `unpack("u")` and Python's `a2b_uu` read them. */
export function fromUuencoded(text: string): Buffer | undefined {
  const bytes: number[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('begin ') || line === 'end') continue;
    const length = (line.charCodeAt(0) - 32) & 63;
    const values = Array.from(line.slice(1), (character) => character.charCodeAt(0) - 32);
    if (values.some((value) => value < 0 || value > 64) || values.length < Math.ceil((length * 4) / 3))
      return undefined;
    const own: number[] = [];
    for (let at = 0; at < values.length; at += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = values.slice(at, at + 4).map((value) => value & 63);
      own.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
    }
    bytes.push(...own.slice(0, length));
  }
  return bytes.length === 0 ? undefined : Buffer.from(bytes);
}

/** A text turned round; pairs of surrogates stay as they are. */
export function reversed(text: string): string {
  if (SURROGATE.test(text)) return [...text].reverse().join('');
  return turnedRound(text, (units) => units.reverse());
}

/** A text of whole lines, each turned round. */
export function reversedLines(text: string): string {
  if (SURROGATE.test(text)) return text.split('\n').map(reversed).join('\n');
  return turnedRound(text, (units) => {
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf('\n', start);
      const end = found === -1 ? text.length : found;
      units.subarray(start, end).reverse();
      start = end + 1;
    }
  });
}

const SURROGATE = /[\ud800-\udfff]/;

/** In one array: of a large text, a string a character took most of the time of decoding. */
function turnedRound(text: string, turn: (units: Uint16Array) => void): string {
  const units = new Uint16Array(text.length);
  const bytes = Buffer.from(units.buffer);
  bytes.write(text, 'utf16le');
  turn(units);
  return bytes.toString('utf16le');
}

/** Exclusive or with a key that is repeated. */
export function xored(bytes: Buffer, key: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (key[index % key.length] ?? 0)));
}

/** Each byte moved by `by`, modulo 256. */
export function shifted(bytes: Buffer, by: number): Buffer {
  return Buffer.from(bytes.map((byte) => (byte + by) & 255));
}

export type Packing = 'gzip' | 'zlib' | 'deflate' | 'zstd' | 'brotli' | 'xz' | 'bzip2';

/** A stream that ends early gives what there is of it, as most who unpack it would take it. */
const AS_FAR_AS_IT_GOES = { finishFlush: constants.Z_SYNC_FLUSH };

const UNPACKERS: Readonly<Record<Packing, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>> =
  {
    gzip: (bytes, options) => gunzipSync(bytes, { ...options, ...AS_FAR_AS_IT_GOES }),
    zlib: (bytes, options) => inflateSync(bytes, { ...options, ...AS_FAR_AS_IT_GOES }),
    deflate: inflateRawSync,
    zstd: zstdDecompressSync,
    brotli: brotliDecompressSync,
    xz: (bytes, options) => decodedBy((feed, out) => unxz(feed, out, MAX_DICTIONARY), bytes, options),
    bzip2: (bytes, options) => decodedBy(unbzip2, bytes, options),
  };

/** What `xz -9` needs; it is taken only as far as data comes out. */
const MAX_DICTIONARY = 64 * 1024 * 1024;

function decodedBy(
  decode: Parameters<typeof unpackWhole>[1],
  bytes: Buffer,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Buffer {
  const { bytes: inner, problem } = unpackWhole(bytes, decode, maxOutputLength);
  if (problem === 'too-large') throw Object.assign(new Error(problem), { code: TOO_LARGE });
  if (problem === 'damaged' && inner.length === 0) throw new Error(problem);
  return inner;
}

/** What Node's own decoders say, too. */
const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE';

/** How much may come out, and whether something was kept back for it. */
export interface Room {
  readonly most: number;
  exceeded?: true;
}

/** Unpacked bytes; undefined when they are damaged, or come to more than there is room for. */
export function unpacked(bytes: Buffer, packing: Packing, room: Room): Buffer | undefined {
  if (packing === 'deflate' && !mayBeDeflate(bytes)) return undefined;
  try {
    return UNPACKERS[packing](bytes, { maxOutputLength: Math.max(1, room.most) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === TOO_LARGE) room.exceeded = true;
    return undefined;
  }
}

/** What the first bytes say that the rest is packed with. */
export function packingOf(bytes: Buffer): Packing | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  // RFC 1950, 2.2: the first two bytes are a multiple of 31.
  if (bytes[0] === 0x78 && (0x7800 | (bytes[1] ?? 1)) % 31 === 0) return 'zlib';
  if (bytes.length > 4 && bytes.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  const start = bytes.toString('latin1', 0, 10);
  if (start.startsWith('\xfd7zXZ\0')) return 'xz';
  if (/^BZh[1-9]1AY&SY/.test(start)) return 'bzip2';
  return undefined;
}

function compacted(text: string): string {
  return text.replaceAll(/\s/g, '');
}
