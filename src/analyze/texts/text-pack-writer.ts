import { constants, zstdCompressSync } from 'node:zlib';
import { freeMemoryEndingWith } from '../../base/free-memory.ts';
import { ByteColumnWriter, IntegerColumnWriter } from '../../image/entries/columns.ts';
import { BLOCK_BYTES, HEAD_BYTES, PLAIN_BYTES } from './text-pack.ts';

/** Bytes that the plain part grows by beyond what is needed. */
const STEP = 1024 * 1024;
/** What a block can come to at most, with room behind it: what does not fill its memory comes in one piece. */
const PACKED_BYTES = BLOCK_BYTES + BLOCK_BYTES / 128 + 1024;
const FASTEST = { [constants.ZSTD_c_compressionLevel]: 1 };

/**
 * Collects the texts kept of one layer; the same bytes are kept once. The first of them stay as they are, as all do in most
 * layers. What comes after them is compressed block by block as it comes: a quarter of the memory for as long as the layer is
 * read, handed over and looked into.
 */
export class TextPackWriter {
  readonly #max: number;
  readonly #places = new Map<string, readonly [number, number]>();
  /** Grows in place; made for the first text, for most layers of an image of very many have none. */
  #plain: ArrayBuffer | undefined;
  readonly #blocks = new ByteColumnWriter();
  readonly #lengths = new IntegerColumnWriter();
  /** The block that is being filled, once there is one; behind the plain bytes. */
  #block: Buffer | undefined;
  #size = 0;

  /** @param maxBytes of all texts together, as they are */
  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  /** Where the text now lies; undefined when the pack is full but for `leave` bytes. Copies the bytes. */
  add(bytes: Buffer, sha256: string, leave = 0): readonly [number, number] | undefined {
    const known = this.#places.get(sha256);
    if (known !== undefined) return known;
    if (this.#size + bytes.length > this.#max - leave) return undefined;
    const place = [this.#size, bytes.length] as const;
    const plain = bytes.subarray(0, Math.max(0, PLAIN_BYTES - this.#size));
    if (plain.length > 0) this.#addPlain(plain);
    for (let at = plain.length; at < bytes.length; ) at += this.#addToBlock(bytes.subarray(at));
    this.#places.set(sha256, place);
    return place;
  }

  /** The pack, as `TextPack` reads it; nothing can be added any more. */
  finish(): Buffer {
    const fill = this.#fill();
    if (fill > 0) this.#pack(fill);
    if (this.#block !== undefined) freeMemoryEndingWith(this.#block);
    this.#places.clear();
    const plain = Math.min(this.#size, PLAIN_BYTES);
    const pack = Buffer.allocUnsafeSlow(HEAD_BYTES + this.#lengths.size + plain + this.#blocks.size);
    pack.writeDoubleLE(this.#size, 0);
    let at = this.#lengths.moveTo(pack, HEAD_BYTES);
    if (this.#plain !== undefined) {
      at += Buffer.from(this.#plain, 0, plain).copy(pack, at);
      // Made shorter, it would be overwritten with zeros first.
      this.#plain.transferToFixedLength(0);
      this.#plain = undefined;
    }
    this.#blocks.moveTo(pack, at);
    return pack;
  }

  #addPlain(bytes: Buffer): void {
    const end = this.#size + bytes.length;
    this.#plain ??= new ArrayBuffer(0, { maxByteLength: Math.min(this.#max, PLAIN_BYTES) });
    if (end > this.#plain.byteLength) {
      this.#plain.resize(Math.min(this.#plain.maxByteLength, end + STEP));
    }
    new Uint8Array(this.#plain).set(bytes, this.#size);
    this.#size = end;
  }

  /** Adds as much as the block has room for; tells how much that was. */
  #addToBlock(bytes: Buffer): number {
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const count = bytes.copy(this.#block, this.#fill());
    this.#size += count;
    if (this.#fill() === 0) this.#pack(BLOCK_BYTES);
    return count;
  }

  /** Bytes in the block; none as soon as it is full. */
  #fill(): number {
    return Math.max(0, this.#size - PLAIN_BYTES) % BLOCK_BYTES;
  }

  #pack(count: number): void {
    const options = { params: FASTEST, chunkSize: PACKED_BYTES, pledgedSrcSize: count };
    const packed = zstdCompressSync((this.#block as Buffer).subarray(0, count), options);
    this.#lengths.push(packed.length);
    const { bytes, at } = this.#blocks.claim(packed.length);
    packed.copy(bytes, at);
    freeMemoryEndingWith(new Uint8Array(packed.buffer));
  }
}
