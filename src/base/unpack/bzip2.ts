import { Damaged, type Feed, type Reading } from './feed.ts';

/*
 * bzip2 has no specification of its own; this follows the reference implementation (bzip2 1.0.8, decompress.c) and
 * "BZIP2: Format Specification" (J. Tsai). Checksums are not verified: what comes out is searched, not run.
 */

const BLOCK_START = 0x314159265359;
const STREAM_END = 0x177245385090;
const GROUP = 50;
const MAX_CODE_BITS = 20;
const MAX_SELECTORS = 18_002;
/** The largest block, coded as badly as its tables allow, and the tables. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;
const OUT_BYTES = 64 * 1024;

/** Decodes bzip2 streams one behind the other, up to the first bytes that do not start another one. */
export function* unbzip2(feed: Feed, out: (piece: Buffer) => void): Reading<void> {
  let first = true;
  for (;;) {
    const head = yield* feed.peek(4);
    const level = (head[3] ?? 0) - 0x30;
    const isStream =
      head.length >= 4 &&
      head[0] === 0x42 &&
      head[1] === 0x5a &&
      head[2] === 0x68 &&
      level >= 1 &&
      level <= 9;
    if (!isStream) {
      if (first) throw new Damaged('it does not begin as bzip2 does');
      return;
    }
    first = false;
    yield* feed.skip(4);
    yield* readStream(feed, level * 100_000, out);
  }
}

/** Blocks follow one another bit by bit; what is left over of a byte is carried on. */
function* readStream(feed: Feed, blockSize: number, out: (piece: Buffer) => void): Reading<void> {
  const block = new Uint32Array(blockSize);
  let bit = 0;
  // Nearly all blocks are smaller than what they come to, so that one look ahead is enough.
  let wanted = Math.ceil(blockSize * 1.02) + 32 * 1024;
  for (;;) {
    const bytes = yield* feed.peek(wanted);
    const bits = new Bits(bytes, bit);
    try {
      const mark = bits.read(24) * 2 ** 24 + bits.read(24);
      if (mark === STREAM_END) {
        bits.skip(32);
        yield* feed.skip(Math.ceil(bits.position / 8));
        return;
      }
      if (mark !== BLOCK_START) throw new Damaged('a block does not begin as it should');
      const { count, origin } = readBlock(bits, block);
      yield* feed.skip(bits.position >> 3);
      bit = bits.position & 7;
      writeBlock(block, count, origin, out);
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      const more = wanted < MAX_BLOCK_BYTES && bytes.length >= wanted;
      if (!more) throw new Damaged('the data is cut off');
      wanted *= 2;
    }
  }
}

class OutOfBits extends Error {}

/** Reads bits, the highest of a byte first. */
class Bits {
  readonly #bytes: Buffer;
  readonly #end: number;
  position: number;

  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.#end = bytes.length * 8;
    this.position = position;
  }

  /** At most 24. */
  read(count: number): number {
    const value = this.ahead() >>> (32 - count);
    this.skip(count);
    return count === 0 ? 0 : value;
  }

  bit(): number {
    const at = this.position;
    this.skip(1);
    return ((this.#bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  }

  /** The next bits, at least 24 of them, from the highest of 32 on; zeros behind the end. */
  ahead(): number {
    const bytes = this.#bytes;
    const at = this.position >> 3;
    const word =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
    return word << (this.position & 7);
  }

  skip(count: number): void {
    this.position += count;
    this.need(0);
  }

  /** @throws OutOfBits when there are not so many left */
  need(count: number): void {
    if (this.position + count > this.#end) throw new OutOfBits();
  }
}

/** A canonical Huffman code: for each length, the first code of the next one, and where its symbols begin. */
interface Code {
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** Fills `block` with bytes in the order of the Burrows–Wheeler transform. */
function readBlock(bits: Bits, block: Uint32Array): { readonly count: number; readonly origin: number } {
  bits.skip(32);
  if (bits.bit() === 1) throw new Damaged('a block is randomised, as only early versions did');
  const origin = bits.read(24);
  const used = readUsedBytes(bits);
  const symbols = used.length + 2;
  const codeCount = bits.read(3);
  if (codeCount < 2 || codeCount > 6) throw new Damaged('a block has no valid number of codes');
  const selectors = readSelectors(bits, codeCount);
  const codes = Array.from({ length: codeCount }, () => readCode(bits, symbols));
  const end = symbols - 1;
  let count = 0;
  let run = 0;
  let weight = 1;
  let group = -1;
  let left = 0;
  let code = codes[0] as Code;
  for (;;) {
    if (left === 0) {
      left = GROUP;
      const chosen = codes[selectors[++group] ?? -1];
      if (chosen === undefined) throw new Damaged('a block is longer than its selectors');
      code = chosen;
    }
    left--;
    const symbol = readSymbol(bits, code);
    if (symbol <= 1) {
      run += weight << symbol;
      weight *= 2;
      if (run > block.length) throw new Damaged('a block is longer than its stream allows');
      continue;
    }
    if (run > 0) {
      if (count + run > block.length) throw new Damaged('a block is longer than its stream allows');
      block.fill(used[0] ?? 0, count, count + run);
      count += run;
      run = 0;
      weight = 1;
    }
    if (symbol === end) break;
    if (count >= block.length) throw new Damaged('a block is longer than its stream allows');
    const at = symbol - 1;
    const byte = used[at] ?? 0;
    used.copyWithin(1, 0, at);
    used[0] = byte;
    block[count++] = byte;
  }
  if (origin >= count) throw new Damaged('a block begins outside of itself');
  return { count, origin };
}

/** Two levels of sixteen bits each: which bytes occur. */
function readUsedBytes(bits: Bits): Uint8Array {
  const rows = bits.read(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column++) {
      if ((columns & (0x8000 >> column)) !== 0) used.push(row * 16 + column);
    }
  }
  if (used.length === 0) throw new Damaged('a block uses no bytes');
  return Uint8Array.from(used);
}

function readSelectors(bits: Bits, codeCount: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw new Damaged('a block has no selectors');
  const order = Uint8Array.from({ length: codeCount }, (_, index) => index);
  const selectors = new Uint8Array(Math.min(count, MAX_SELECTORS));
  for (let i = 0; i < count; i++) {
    let at = 0;
    while (bits.bit() === 1) if (++at >= codeCount) throw new Damaged('a selector is out of range');
    const chosen = order[at] ?? 0;
    order.copyWithin(1, 0, at);
    order[0] = chosen;
    // Further ones are allowed and mean nothing (bzip2 1.0.8).
    if (i < MAX_SELECTORS) selectors[i] = chosen;
  }
  return selectors;
}

function readCode(bits: Bits, symbols: number): Code {
  const lengths = new Uint8Array(symbols);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw new Damaged('a code is too long');
      if (bits.bit() === 0) break;
      length += bits.bit() === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const counts = new Int32Array(MAX_CODE_BITS + 1);
  for (const one of lengths) counts[one] = (counts[one] ?? 0) + 1;
  const limit = new Int32Array(MAX_CODE_BITS + 1).fill(-1);
  const base = new Int32Array(MAX_CODE_BITS + 1);
  const sorted = new Uint16Array(symbols);
  let next = 0;
  let first = 0;
  for (let bitsLong = 1; bitsLong <= MAX_CODE_BITS; bitsLong++) {
    base[bitsLong] = next - first;
    for (let symbol = 0; symbol < symbols; symbol++)
      if (lengths[symbol] === bitsLong) sorted[next++] = symbol;
    first += counts[bitsLong] ?? 0;
    if ((counts[bitsLong] ?? 0) > 0) limit[bitsLong] = first - 1;
    first <<= 1;
  }
  return { limit, base, symbols: sorted, shortest: lengths.reduce((a, b) => Math.min(a, b)) };
}

function readSymbol(bits: Bits, { limit, base, symbols, shortest }: Code): number {
  const ahead = bits.ahead();
  for (let length = shortest; length <= MAX_CODE_BITS; length++) {
    const code = ahead >>> (32 - length);
    if (code > (limit[length] ?? -1)) continue;
    const symbol = symbols[code + (base[length] ?? 0)];
    if (symbol === undefined) break;
    bits.skip(length);
    return symbol;
  }
  bits.need(MAX_CODE_BITS);
  throw new Damaged('a code names no symbol');
}

/** Undoes the Burrows–Wheeler transform and then the first run-length coding (four equal bytes, then how many more). */
function writeBlock(block: Uint32Array, count: number, origin: number, out: (piece: Buffer) => void): void {
  const starts = new Int32Array(257);
  for (let i = 0; i < count; i++) {
    const next = ((block[i] ?? 0) & 0xff) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] = (starts[byte + 1] ?? 0) + (starts[byte] ?? 0);
  for (let i = 0; i < count; i++) {
    const byte = (block[i] ?? 0) & 0xff;
    const place = starts[byte] ?? 0;
    starts[byte] = place + 1;
    block[place] = (block[place] ?? 0) | (i << 8);
  }
  const piece = Buffer.allocUnsafe(OUT_BYTES);
  let fill = 0;
  let at = (block[origin] ?? 0) >>> 8;
  let same = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const entry = block[at] ?? 0;
    const byte = entry & 0xff;
    at = entry >>> 8;
    if (same === 4) {
      if (fill + byte > OUT_BYTES) {
        out(piece.subarray(0, fill));
        fill = 0;
      }
      piece.fill(last, fill, fill + byte);
      fill += byte;
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    if (fill === OUT_BYTES) {
      out(piece);
      fill = 0;
    }
    piece[fill++] = byte;
  }
  if (fill > 0) out(piece.subarray(0, fill));
}
