import { ByteColumnWriter, type ColumnWriter, IntegerColumnWriter, integersOf } from './columns.ts';

const ABSENT = 0;
const NARROW = 0;
const WIDE = 1;

/**
 * Strings one behind the other, 4 GiB at most: a byte a character where that suffices, else two, so that lone
 * surrogates survive. Before each stands its width.
 */
export class StringColumnWriter {
  /** Where each begins, plus one. */
  readonly #starts = new IntegerColumnWriter();
  readonly #lengths = new IntegerColumnWriter();
  readonly #text = new ByteColumnWriter();

  push(text: string | undefined): void {
    if (text === undefined) {
      this.#starts.push(ABSENT);
      this.#lengths.push(0);
      return;
    }
    const width = isNarrow(text) ? NARROW : WIDE;
    const length = text.length * (width + 1);
    this.#starts.push(this.#text.size + 1);
    this.#lengths.push(length);
    const { bytes, at } = this.#text.claim(length + 1);
    bytes[at] = width;
    bytes.write(text, at + 1, width === NARROW ? 'latin1' : 'utf16le');
  }

  columns(): readonly [starts: ColumnWriter, lengths: ColumnWriter, text: ColumnWriter] {
    return [this.#starts, this.#lengths, this.#text];
  }
}

/** The strings of a column. */
export class StringColumn {
  readonly #starts: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #text: Buffer;

  constructor(starts: Buffer, lengths: Buffer, text: Buffer) {
    this.#starts = integersOf(starts);
    this.#lengths = integersOf(lengths);
    this.#text = text;
  }

  at(index: number): string | undefined {
    const from = this.#starts[index] ?? ABSENT;
    if (from === ABSENT) return undefined;
    const encoding = this.#text[from - 1] === NARROW ? 'latin1' : 'utf16le';
    return this.#text.toString(encoding, from, from + (this.#lengths[index] ?? 0));
  }
}

function isNarrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
