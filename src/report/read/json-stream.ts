/** One value out of a stream of JSON: its text, or why there is none. */
export type JsonPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bad'; readonly what: string };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
/** Blanks, commas between values, and the byte order mark in UTF-8. */
const BETWEEN = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0xef, 0xbb, 0xbf]);

/**
 * Takes a stream of JSON objects apart without parsing it: one object, several after one another (with or without
 * lines between), or arrays of them. Only one object's text is held at a time, and never more than `limit` bytes of
 * it: a longer one is told as bad, and the rest goes on behind it.
 */
export async function* jsonParts(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<JsonPart> {
  const splitter = new Splitter(limit);
  for await (const chunk of chunks) yield* splitter.take(chunk);
  yield* splitter.end();
}

class Splitter {
  readonly #limit: number;
  #held: Uint8Array[] = [];
  #size = 0;
  #depth = 0;
  #inArray = false;
  #inString = false;
  #escaped = false;
  /** Something that is no object stands at the top; told once. */
  #stray = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  *take(chunk: Uint8Array): Generator<JsonPart> {
    let start = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#depth === 0) {
        if (this.#between(byte)) continue;
        if (byte !== OBJECT && byte !== ARRAY) {
          if (!this.#stray) yield { kind: 'bad', what: 'holds something that is no JSON object' };
          this.#stray = true;
          continue;
        }
        start = at;
        this.#depth = 1;
      } else if (this.#inString) at = this.#string(chunk, at);
      else if (byte === QUOTE) this.#inString = true;
      else if (byte === OBJECT || byte === ARRAY) this.#depth++;
      else if ((byte === OBJECT_END || byte === ARRAY_END) && --this.#depth === 0) {
        this.#hold(chunk.subarray(start, at + 1));
        start = -1;
        yield this.#finish();
      }
    }
    if (start !== -1) this.#hold(chunk.subarray(start));
  }

  *end(): Generator<JsonPart> {
    if (this.#depth > 0) yield { kind: 'bad', what: 'ends in the middle' };
  }

  /** True for what may stand between two objects; goes into an array and out of it. */
  #between(byte: number): boolean {
    if (byte === ARRAY && !this.#inArray) this.#inArray = true;
    else if (byte === ARRAY_END && this.#inArray) this.#inArray = false;
    else return BETWEEN.has(byte);
    return true;
  }

  /** From `from` on inside a string: to its end, or that of the chunk. Most bytes of a report are in strings. */
  #string(chunk: Uint8Array, from: number): number {
    let escaped = this.#escaped;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        this.#escaped = false;
        return at;
      }
    }
    this.#escaped = escaped;
    return chunk.length;
  }

  #hold(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size <= this.#limit) this.#held.push(Uint8Array.from(bytes));
    else this.#held = [];
  }

  #finish(): JsonPart {
    const part: JsonPart =
      this.#size > this.#limit
        ? { kind: 'bad', what: `holds a report of more than ${this.#limit} bytes` }
        : { kind: 'text', text: Buffer.concat(this.#held).toString('utf8') };
    this.#held = [];
    this.#size = 0;
    return part;
  }
}
