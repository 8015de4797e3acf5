import type { Content, TextEncoding } from '../../image/layer-facts.ts';

/** Bytes that the pack grows by beyond what is needed. */
const STEP = 1024 * 1024;

/** Collects the texts kept of one layer into one buffer; the same bytes are kept once. */
export class TextPackWriter {
  readonly #max: number;
  /** Grows in place: collected pieces would need their size again to be put together. */
  readonly #memory: ArrayBuffer;
  readonly #places = new Map<string, readonly [number, number]>();
  #size = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
    this.#memory = new ArrayBuffer(0, { maxByteLength: maxBytes });
  }

  /** Where the text now lies; undefined when the pack is full but for `leave` bytes. Copies the bytes. */
  add(bytes: Buffer, sha256: string, leave = 0): readonly [number, number] | undefined {
    const known = this.#places.get(sha256);
    if (known !== undefined) return known;
    if (this.#size + bytes.length > this.#max - leave) return undefined;
    const place = [this.#size, bytes.length] as const;
    const end = this.#size + bytes.length;
    if (end > this.#memory.byteLength) this.#memory.resize(Math.min(this.#max, end + STEP));
    new Uint8Array(this.#memory).set(bytes, this.#size);
    this.#size = end;
    this.#places.set(sha256, place);
    return place;
  }

  /** The pack; nothing can be added any more. */
  finish(): Buffer {
    return Buffer.from(this.#memory.transferToFixedLength(this.#size));
  }
}

/** The text at a place of a pack, decoded as its file's content says. */
export function readPacked(
  pack: Buffer,
  [offset, length]: readonly [number, number],
  content: Content | undefined,
): string {
  const bytes = pack.subarray(offset, offset + length);
  const encoding = content?.kind === 'text' || content?.kind === 'script' ? content.encoding : 'utf-8';
  const text = decodeText(bytes, encoding);
  // The byte order mark is no part of the text.
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function decodeText(bytes: Buffer, encoding: TextEncoding): string {
  if (encoding === 'utf-16be')
    return Buffer.from(bytes)
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  if (encoding === 'utf-16le') return bytes.toString('utf16le');
  return bytes.toString(encoding === 'latin-1' ? 'latin1' : 'utf8');
}
