import type { Content, TextEncoding } from '../../image/layer-facts.ts';

/** Collects the texts kept of one layer into one buffer; the same bytes are kept once. */
export class TextPackWriter {
  readonly #max: number;
  readonly #parts: Buffer[] = [];
  readonly #places = new Map<string, readonly [number, number]>();
  #size = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  /** Where the text now lies; undefined when the pack is full. Copies the bytes. */
  add(bytes: Buffer, sha256: string): readonly [number, number] | undefined {
    const known = this.#places.get(sha256);
    if (known !== undefined) return known;
    if (this.#size + bytes.length > this.#max) return undefined;
    const place = [this.#size, bytes.length] as const;
    this.#parts.push(Buffer.from(bytes));
    this.#size += bytes.length;
    this.#places.set(sha256, place);
    return place;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts, this.#size);
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
