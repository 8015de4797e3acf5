import { Damaged, type Feed, type Reading } from './feed.ts';
import { LzmaDecoder, Window } from './lzma.ts';

/*
 * "The .xz File Format" 1.2.1 (tukaani.org), with the one filter that nearly all files have, LZMA2. Checksums are not
 * verified: what comes out is searched, not run.
 */

/** What every xz stream begins with. */
export const XZ_MAGIC: Buffer = Buffer.from('\xfd7zXZ\0', 'latin1');
const HEADER_BYTES = 12;
const FOOTER_BYTES = 12;
const LZMA2 = 0x21;
/** By the check's number, in threes (2.1.1.2). */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const MAX_VLI_BYTES = 9;

/** What the decoder does not know or may not do: the data itself may be in order. */
export class NotUnpacked extends Error {}

/**
 * Decodes xz streams one behind the other, up to the first bytes that do not start another one.
 *
 * @param maxDictionary bytes that may be held for matches to reach back to
 * @throws Damaged; NotUnpacked
 */
export function* unxz(feed: Feed, out: (piece: Buffer) => void, maxDictionary: number): Reading<void> {
  for (let first = true; ; first = false) {
    if (!first) yield* skipPadding(feed);
    const head = yield* feed.peek(XZ_MAGIC.length);
    if (!head.subarray(0, XZ_MAGIC.length).equals(XZ_MAGIC)) {
      if (first) throw new Damaged('it does not begin as xz does');
      return;
    }
    const header = yield* feed.take(HEADER_BYTES);
    const check = (header[7] ?? 0) & 0x0f;
    while (yield* readBlock(feed, out, CHECK_BYTES[check] ?? 0, maxDictionary));
    yield* skipIndex(feed);
    yield* feed.skip(FOOTER_BYTES);
  }
}

/** Zeros may stand between streams, four at a time. */
function* skipPadding(feed: Feed): Reading<void> {
  for (;;) {
    const bytes = yield* feed.peek(4);
    if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0) return;
    yield* feed.skip(4);
  }
}

/** False, and nothing taken, where the index comes instead. */
function* readBlock(
  feed: Feed,
  out: (piece: Buffer) => void,
  checkBytes: number,
  maxDictionary: number,
): Reading<boolean> {
  const sizeByte = (yield* feed.take(1))[0] ?? 0;
  if (sizeByte === 0) {
    feed.unread(1);
    return false;
  }
  const header = yield* feed.take((sizeByte + 1) * 4 - 1);
  const dictionary = dictionarySize(header);
  if (dictionary > maxDictionary)
    throw new NotUnpacked(`unpacking it needs ${dictionary} bytes of memory, more than ${maxDictionary}`);
  const before = feed.taken;
  yield* unlzma2(feed, out, dictionary);
  yield* feed.skip((4 - ((feed.taken - before) % 4)) % 4);
  yield* feed.skip(checkBytes);
  return true;
}

/** What the filters of a block header say (3.1). */
function dictionarySize(header: Buffer): number {
  const flags = header[0] ?? 0;
  let at = 1;
  const vli = (): number => {
    const { value, bytes } = readVli(header, at);
    at += bytes;
    return value;
  };
  if ((flags & 0x40) !== 0) vli();
  if ((flags & 0x80) !== 0) vli();
  const filter = vli();
  if ((flags & 0x03) !== 0 || filter !== LZMA2)
    throw new NotUnpacked('it is filtered in a way that is not undone');
  if (vli() !== 1) throw new Damaged('a filter has wrong properties');
  const bits = header[at] ?? 0xff;
  if (bits > 40) throw new Damaged('a filter has wrong properties');
  return bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** (Math.floor(bits / 2) + 11);
}

function readVli(bytes: Buffer, from: number): { readonly value: number; readonly bytes: number } {
  let value = 0;
  for (let i = 0; i < MAX_VLI_BYTES; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, bytes: i + 1 };
  }
  throw new Damaged('a number has no end');
}

/** The index lists the blocks again (4). */
function* skipIndex(feed: Feed): Reading<void> {
  const before = feed.taken;
  yield* feed.skip(1);
  const count = yield* takeVli(feed);
  for (let i = 0; i < count * 2; i++) yield* takeVli(feed);
  yield* feed.skip((4 - ((feed.taken - before) % 4)) % 4);
  yield* feed.skip(4);
}

function* takeVli(feed: Feed): Reading<number> {
  const { value, bytes } = readVli(yield* feed.peek(MAX_VLI_BYTES), 0);
  yield* feed.skip(bytes);
  return value;
}

/** Chunks of LZMA2 (xz's lzma2_decoder.c; the format has no text of its own). */
function* unlzma2(feed: Feed, out: (piece: Buffer) => void, dictionary: number): Reading<void> {
  const window = new Window(dictionary);
  const decoder = new LzmaDecoder();
  let needs: 'dictionary' | 'properties' | 'state' | undefined = 'dictionary';
  for (;;) {
    const control = (yield* feed.take(1))[0] ?? 0;
    if (control === 0) return;
    if (control >= 0xe0 || control === 1) {
      window.forget();
      decoder.resetPosition();
      if (needs === 'dictionary') needs = 'properties';
    } else if (needs === 'dictionary') throw new Damaged('the first chunk does not reset the dictionary');
    if (control < 0x80) {
      if (control > 2) throw new Damaged('a chunk has no valid kind');
      yield* copyChunk(feed, window, decoder, out);
      if (needs === undefined) needs = 'state';
      continue;
    }
    const sizes = yield* feed.take(4);
    const count = (control & 0x1f) * 65_536 + sizes.readUInt16BE(0) + 1;
    const packed = sizes.readUInt16BE(2) + 1;
    if (control >= 0xc0) decoder.setProperties((yield* feed.take(1))[0] ?? 0);
    else if (needs === 'properties') throw new Damaged('a chunk has no properties');
    if (control >= 0xa0) decoder.resetState();
    else if (needs !== undefined) throw new Damaged('a chunk goes on where none was');
    needs = undefined;
    const input = yield* feed.take(packed);
    decoder.decode(input, window, count);
    out(window.bytes.subarray(window.end - count, window.end));
  }
}

/** A chunk whose bytes are as they are. */
function* copyChunk(
  feed: Feed,
  window: Window,
  decoder: LzmaDecoder,
  out: (piece: Buffer) => void,
): Reading<void> {
  const count = (yield* feed.take(2)).readUInt16BE(0) + 1;
  const bytes = yield* feed.take(count);
  window.claim(count);
  bytes.copy(window.bytes, window.end);
  window.end += count;
  window.reach += count;
  decoder.passed(count);
  out(window.bytes.subarray(window.end - count, window.end));
}
