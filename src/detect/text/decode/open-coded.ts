import { rot13 } from '../../flow/rot13.ts';
import { type Packing, packingOf, type Room, shifted, unpacked, xored } from './codings.ts';
import type { Signs } from './signs.ts';

/** What coded bytes turned out to be. */
export interface Opened {
  /** Empty for a program. */
  readonly text: string;
  /** The bytes are an ELF program. */
  readonly program?: true;
  /** What was undone, in order. */
  readonly via: readonly string[];
}

const MIN_BYTES = 12;
/** Packings and codings that lie in one another without a text in between. */
const MAX_LEVELS = 8;
/** Two words and the blank between them: a key leaves no such thing. */
const WORDS = /[A-Za-z]{3} [A-Za-z]{2}/;
/** How much tells whether a key fits. */
const START = 12;
const HEAD = 1024;

/** The texts and programs that bytes come to once unpacked and, where the signs say so, decoded further. */
export function* openCoded(bytes: Buffer, signs: Signs, room: Room, level = 0): Generator<Opened> {
  if (bytes.length < MIN_BYTES || level > MAX_LEVELS) return;
  const packing = packingOf(bytes);
  if (packing !== undefined) {
    const inner = unpacked(bytes, packing, room);
    if (inner !== undefined) {
      yield* within(packing, openCoded(inner, signs, room, level + 1));
      return;
    }
  }
  if (bytes.length >= MIN_ELF && isElf(bytes)) {
    yield { text: '', program: true, via: [] };
    return;
  }
  const text = readable(bytes);
  if (text !== undefined) yield { text, via: [] };
  else yield* hidden(bytes, signs, room, level);
  // Words are what a key would have hidden.
  if (!(text !== undefined && WORDS.test(text)) && bytes.length >= MIN_KEYED)
    yield* keyed(bytes, signs, room, level);
}

/** Codings without a mark of their own, over bytes that are no text as they stand. */
function* hidden(bytes: Buffer, signs: Signs, room: Room, level: number): Generator<Opened> {
  const packings: readonly Packing[] = [
    ...(signs.deflate ? (['deflate'] as const) : []),
    ...(signs.brotli ? (['brotli'] as const) : []),
  ];
  for (const packing of packings) {
    // Bytes that are no such stream may say anything of their size.
    const inner = unpacked(bytes, packing, { most: room.most });
    if (inner !== undefined && !isMonotonous(inner))
      yield* within(packing, openCoded(inner, signs, room, level + 1));
  }
  if (level > 2) return;
  if (signs.rot13) {
    const turned = Buffer.from(rot13(bytes.toString('latin1')), 'latin1');
    const rest = { ...signs, rot13: false, reversed: false };
    if (signs.deflate || packingOf(turned) !== undefined)
      yield* within('rot13', openCoded(turned, rest, room, level + 1));
  }
  if (signs.reversed) {
    const turned = Buffer.from(bytes).reverse();
    yield* within('reversed', openCoded(turned, { ...signs, reversed: false }, room, level + 1));
  }
}

const MIN_KEYED = 16;
/** An ELF file's own header. */
const MIN_ELF = 52;

/** Bytes under a key, or moved by a number: whatever the signs name is tried on the beginning first. */
function* keyed(bytes: Buffer, signs: Signs, room: Room, level: number): Generator<Opened> {
  const rest: Signs = { ...signs, xorKeys: [], shifts: [] };
  const start = bytes.subarray(0, START);
  const head = bytes.subarray(0, HEAD);
  for (const key of signs.xorKeys) {
    if (
      !mayBegin(start, (byte, index) => byte ^ (key[index % key.length] ?? 0)) ||
      !promising(xored(head, key))
    )
      continue;
    yield* within('xor', openCoded(xored(bytes, key), rest, room, level + 1));
  }
  for (const by of signs.shifts) {
    if (!mayBegin(start, (byte) => (byte + by) & 255) || !promising(shifted(head, by))) continue;
    yield* within('shifted characters', openCoded(shifted(bytes, by), rest, room, level + 1));
  }
}

/** A few bytes tell most wrong keys: text, or one of the first bytes of gzip, zlib, zstd and ELF. */
function mayBegin(start: Buffer, undo: (byte: number, index: number) => number): boolean {
  for (let index = 0; index < start.length; index++) {
    const byte = undo(start[index] ?? 0, index);
    if (index === 0 && (byte === 0x1f || byte === 0x78 || byte === 0x28 || byte === 0x7f)) return true;
    if (!((byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13))) return false;
  }
  return true;
}

function isMarked(bytes: Buffer): boolean {
  return packingOf(bytes) !== undefined || isElf(bytes);
}

/** What programs, commands and settings have in them, and the garble of a wrong key hardly ever. */
const TELLING = new RegExp(
  [
    String.raw`\b(?:import|from|exec|eval|system|popen|subprocess|socket|connect|curl|wget|https?|tcp|ssl|bash|bin|tmp|etc|dev|usr|python\d?|perl|print|echo|def|function|require|return|var|const|let|while|for|if|then|chmod|nohup|kill|rm|cat|export|pool|pools|wallet|stratum|mining|miner|xmrig|user|pass|password|url|host|port|key|token|config)\b`,
    String.raw`\.(?:com|org|net|io|ru|cn|xyz|me|to|onion|example)\b`,
    String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`,
    '[1-9A-HJ-NP-Za-km-z]{90}',
  ].join('|'),
);

/** Packed, a program, or text that something reads. */
function promising(head: Buffer): boolean {
  if (isMarked(head)) return true;
  const text = readable(head);
  return text !== undefined && TELLING.test(text);
}

function* within(step: string, inner: Iterable<Opened>): Generator<Opened> {
  for (const opened of inner) yield { ...opened, via: [step, ...opened.via] };
}

function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

/** Mostly one byte over and over: what a stream comes to that never was one, and no program or text. */
function isMonotonous(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return Math.max(...counts) > bytes.length * 0.7;
}

/** The text that bytes are: ASCII with hardly a control character, UTF-8, or UTF-16 of ASCII. */
function readable(bytes: Buffer): string | undefined {
  let printable = 0;
  let high = 0;
  for (const byte of bytes) {
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13) printable++;
    else if (byte >= 0x80) high++;
  }
  if (printable >= bytes.length * 0.97) return bytes.toString('latin1');
  if (high > 0 && printable + high >= bytes.length * 0.97 && printable > high) {
    const text = bytes.toString('utf8');
    if (!text.includes('\ufffd')) return text;
  }
  return bytes.length % 2 === 0 && printable * 2 >= bytes.length * 0.97 ? utf16(bytes) : undefined;
}

function utf16(bytes: Buffer): string | undefined {
  for (let at = 1; at < bytes.length; at += 2) if (bytes[at] !== 0) return undefined;
  return bytes.toString('utf16le');
}
