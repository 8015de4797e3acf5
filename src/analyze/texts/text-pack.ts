import { zstdDecompressSync } from 'node:zlib';
import { freeMemoryEndingWith } from '../../base/free-memory.ts';
import { integersOf } from '../../image/entries/columns.ts';
import type { Content, TextEncoding } from '../../image/layer-facts.ts';

/**
 * Bytes of a layer's texts that stay as they are. The layers of distributions and most applications have less; what comes after
 * them is compressed.
 */
export const PLAIN_BYTES: number = 4 * 1024 * 1024;
/** Bytes of texts that are compressed together: enough to compress well, few enough to be unpacked for one text. */
export const BLOCK_BYTES: number = 256 * 1024;
/** Before the lengths of the blocks stands how many bytes all texts have. */
export const HEAD_BYTES = 8;
/** Texts are read one after another, with a look now and then at one that was kept before. */
const MAX_UNPACKED = 4;

/**
 * The texts kept of one layer: bytes of all texts (double), compressed length of each block (four bytes each), the plain bytes,
 * the blocks, a zstd frame each. A block is unpacked when one of its texts is read.
 */
export class TextPack {
  /** As they are stored and handed between threads. */
  readonly bytes: Buffer;
  /** Bytes of all texts, as they are. */
  readonly length: number;
  readonly #plain: Buffer;
  /** Where each block begins in the bytes, and where the last one ends. */
  readonly #starts: readonly number[];
  /** The blocks that were read last, that of the last text at the end. */
  readonly #unpacked = new Map<number, Buffer>();

  /** @param bytes as `TextPackWriter` made them; none at all are a pack without texts */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.length = bytes.length === 0 ? 0 : bytes.readDoubleLE(0);
    const plain = Math.min(this.length, PLAIN_BYTES);
    const blocks = Math.ceil((this.length - plain) / BLOCK_BYTES);
    const from = HEAD_BYTES + 4 * blocks;
    this.#plain = bytes.subarray(from, from + plain);
    let at = from + plain;
    this.#starts = [
      at,
      ...Array.from(integersOf(bytes.subarray(HEAD_BYTES, from)), (length) => (at += length)),
    ];
  }

  /** The bytes at a place of the pack, in memory of their own. */
  bytesAt(place: readonly [offset: number, length: number]): Buffer {
    return Buffer.from(this.#view(place));
  }

  /** The text at a place of the pack, decoded as its file's content says. */
  textAt(place: readonly [offset: number, length: number], content: Content | undefined): string {
    const encoding = content?.kind === 'text' || content?.kind === 'script' ? content.encoding : 'utf-8';
    const text = decodeText(this.#view(place), encoding);
    // The byte order mark is no part of the text.
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  /** Of memory that the next text may be unpacked into. */
  #view([offset, length]: readonly [number, number]): Buffer {
    const end = offset + length;
    if (end <= this.#plain.length) return this.#plain.subarray(offset, end);
    const block = Math.floor((offset - this.#plain.length) / BLOCK_BYTES);
    if (block >= 0 && block === Math.floor((end - 1 - this.#plain.length) / BLOCK_BYTES)) {
      return this.#partOf(block, offset).subarray(0, length);
    }
    const joined = Buffer.allocUnsafeSlow(length);
    let at = this.#plain.subarray(offset).copy(joined);
    while (at < length) {
      const next = Math.floor((offset + at - this.#plain.length) / BLOCK_BYTES);
      at += this.#partOf(next, offset + at).copy(joined, at);
    }
    return joined;
  }

  /** What a block holds from an offset of all texts on. */
  #partOf(block: number, offset: number): Buffer {
    return this.#block(block).subarray(offset - this.#plain.length - block * BLOCK_BYTES);
  }

  #block(index: number): Buffer {
    let block = this.#unpacked.get(index);
    if (block === undefined) {
      block = this.#unpack(index);
      if (this.#unpacked.size === MAX_UNPACKED) this.#forgetOldest();
    } else this.#unpacked.delete(index);
    this.#unpacked.set(index, block);
    return block;
  }

  #unpack(index: number): Buffer {
    const size = Math.min(BLOCK_BYTES, this.length - this.#plain.length - index * BLOCK_BYTES);
    const packed = this.bytes.subarray(this.#starts[index], this.#starts[index + 1]);
    // What does not fill its memory comes in one piece.
    return zstdDecompressSync(packed, { chunkSize: Math.max(size + 1, SMALLEST_CHUNK) });
  }

  #forgetOldest(): void {
    for (const [index, block] of this.#unpacked) {
      this.#unpacked.delete(index);
      // Small ones share memory with others, which must stay.
      if (block.length === BLOCK_BYTES) freeMemoryEndingWith(new Uint8Array(block.buffer));
      return;
    }
  }
}

const NEWLINE = 0x0a;
/** Node's own bound. */
const SMALLEST_CHUNK = 64;

function decodeText(bytes: Buffer, encoding: TextEncoding): string {
  if (encoding === 'utf-8') return bytes.toString('utf8');
  if (encoding === 'latin-1' || !isUtf16(bytes, encoding)) return asShellsRead(bytes);
  if (encoding === 'utf-16le') return bytes.toString('utf16le');
  return Buffer.from(bytes)
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le');
}

/** Byte by byte. Shells leave NULs out, so those must not keep what is written around them from being read. */
function asShellsRead(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\0', '');
}

/** Whether no two bytes of ASCII stand together: a byte order mark may be put before any text, and a shell knows none. */
function isUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const high = encoding === 'utf-16le' ? 1 : 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const [top, low] = [bytes[at + high] ?? 0, bytes[at + 1 - high] ?? 0];
    if (top !== 0 && (top === NEWLINE || low === NEWLINE || (isAscii(top) && (low === 0 || isAscii(low)))))
      return false;
  }
  return true;
}

function isAscii(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
