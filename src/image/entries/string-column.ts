import { ByteColumnWriter, NumberColumnWriter, numbersOf } from './columns.ts';

const ABSENT = -1;
const NARROW = 0;
const WIDE = 1;

/** Strings one behind the other: a byte a character where that suffices, else two, so that lone surrogates survive. */
export class StringColumnWriter {
  readonly #starts = new NumberColumnWriter();
  readonly #sizes = new NumberColumnWriter();
  readonly #text = new ByteColumnWriter();

  push(text: string | undefined): void {
    if (text === undefined) {
      this.#starts.push(ABSENT);
      this.#sizes.push(0);
      return;
    }
    const width = isNarrow(text) ? NARROW : WIDE;
    const size = text.length * (width + 1);
    const { bytes, at } = this.#text.claim(size + 1);
    bytes[at] = width;
    bytes.write(text, at + 1, width === NARROW ? 'latin1' : 'utf16le');
    this.#starts.push(at);
    this.#sizes.push(size);
  }

  finish(): readonly [starts: Buffer, sizes: Buffer, text: Buffer] {
    return [this.#starts.finish(), this.#sizes.finish(), this.#text.finish()];
  }
}

/** The strings of a column. */
export class StringColumn {
  readonly #starts: Float64Array;
  readonly #sizes: Float64Array;
  readonly #text: Buffer;

  constructor(starts: Buffer, sizes: Buffer, text: Buffer) {
    this.#starts = numbersOf(starts);
    this.#sizes = numbersOf(sizes);
    this.#text = text;
  }

  at(index: number): string | undefined {
    const start = this.#starts[index] ?? ABSENT;
    if (start === ABSENT) return undefined;
    const from = start + 1;
    const encoding = this.#text[start] === NARROW ? 'latin1' : 'utf16le';
    return this.#text.toString(encoding, from, from + (this.#sizes[index] ?? 0));
  }
}

function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
