import { freeMemoryEndingWith, memoryToFree } from '../free-memory.ts';

/** A step-by-step reading of bytes that come in pieces: it yields where it cannot go on without more of them. */
export type Reading<T> = Generator<undefined, T, undefined>;

/** Packed bytes are not what their format says, or end too early. */
export class Damaged extends Error {}

const EMPTY: Buffer = Buffer.alloc(0);
/** What a piece of a layer and what is left of the one before take. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Bytes that are pushed in pieces of any size and read as if all of them were there. What it hands out is valid until
 * `keep` or the next push. Memory is what has been pushed and not yet been read.
 */
export class Feed {
  /** Where the bytes lie that nobody has taken: its own memory, or a piece as it was pushed. */
  #store = EMPTY;
  #own = EMPTY;
  #start = 0;
  #end = 0;
  #ended = false;
  #taken = 0;
  /** How much of its memory has been written to: a block may be larger than what it takes (`memoryToFree`). */
  #most = 0;

  /** Bytes handed out so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Bytes pushed that nobody has taken. */
  get waiting(): number {
    return this.#end - this.#start;
  }

  /** The bytes must stay as they are until they are read, or `keep` is called. */
  push(bytes: Buffer): void {
    if (this.waiting === 0) {
      this.#store = bytes;
      this.#start = 0;
      this.#end = bytes.length;
      return;
    }
    this.keep();
    if (this.#end + bytes.length > this.#own.length) this.#makeRoom(bytes.length);
    this.#own.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** What was pushed last will be gone: copies what nobody has taken of it. */
  keep(): void {
    if (this.#store === this.#own) return;
    const [bytes, start, end] = [this.#store, this.#start, this.#end];
    this.#store = this.#own;
    this.#start = 0;
    this.#end = 0;
    if (start === end) return;
    if (end - start > this.#own.length) this.#makeRoom(end - start);
    bytes.copy(this.#own, 0, start, end);
    this.#end = end - start;
  }

  /** Nothing more will be pushed. */
  end(): void {
    this.#ended = true;
  }

  /** The next bytes, at least one and at most `max`; undefined at the end. */
  *next(max = Number.POSITIVE_INFINITY): Reading<Buffer | undefined> {
    while (this.waiting === 0) {
      if (this.#ended) return undefined;
      yield;
    }
    return this.#take(Math.min(this.waiting, max));
  }

  /** What comes next, without taking it: at least `count` bytes, fewer only before the end. */
  *peek(count: number): Reading<Buffer> {
    while (this.waiting < count && !this.#ended) yield;
    return this.#store.subarray(this.#start, this.#end);
  }

  /** @throws Damaged when fewer are left */
  *take(count: number): Reading<Buffer> {
    while (this.waiting < count) {
      if (this.#ended) throw new Damaged('the data is cut off');
      yield;
    }
    return this.#take(count);
  }

  /** @throws Damaged when fewer are left */
  *skip(count: number): Reading<void> {
    for (let left = count; left > 0; ) {
      const bytes = yield* this.next(left);
      if (bytes === undefined) throw new Damaged('the data is cut off');
      left -= bytes.length;
    }
  }

  /** Gives back the last so many bytes of what was handed out last. */
  unread(count: number): void {
    this.#start -= count;
    this.#taken -= count;
  }

  /** What was pushed and nobody took. */
  rest(): Buffer {
    return this.#store.subarray(this.#start, this.#end);
  }

  /** Forgets what was pushed and nobody took, and begins anew. Its memory stays, where it is no more than most need. */
  reset(): void {
    this.#ended = false;
    this.#taken = 0;
    this.#start = 0;
    this.#end = 0;
    if (this.#most > KEPT_BYTES) this.free();
    else this.#store = this.#own;
  }

  /** Frees its memory; what it handed out is gone, and so is what was pushed and nobody took. */
  free(): void {
    freeMemoryEndingWith(this.#own);
    this.#own = EMPTY;
    this.#store = EMPTY;
    this.#most = 0;
    this.#start = 0;
    this.#end = 0;
  }

  #take(count: number): Buffer {
    const bytes = this.#store.subarray(this.#start, this.#start + count);
    this.#start += count;
    this.#taken += count;
    return bytes;
  }

  /** Grows by doubling, so that tiny pieces cost no more than large ones. */
  #makeRoom(count: number): void {
    const held = this.waiting;
    const wanted = held + count;
    if (wanted * 2 <= this.#own.length) this.#own.copyWithin(0, this.#start, this.#end);
    else {
      const grown = memoryToFree(Math.max(wanted * 2, 4096));
      this.#own.copy(grown, 0, this.#start, this.#end);
      freeMemoryEndingWith(this.#own);
      this.#own = grown;
      this.#store = grown;
    }
    this.#most = Math.max(this.#most, wanted * 2);
    this.#start = 0;
    this.#end = held;
  }
}

/**
 * Lets a decoder read bytes that are in memory as a whole.
 *
 * @returns what came out, up to `max` bytes; `problem` says why it is not all
 */
export function unpackWhole(
  bytes: Buffer,
  decode: (feed: Feed, out: (piece: Buffer) => void) => Reading<void>,
  max: number,
): { readonly bytes: Buffer; readonly problem?: 'damaged' | 'too-large' } {
  const feed = new Feed();
  feed.push(bytes);
  feed.end();
  const pieces: Buffer[] = [];
  let size = 0;
  const reading = decode(feed, (piece) => {
    pieces.push(Buffer.from(piece.subarray(0, max - size)));
    size += piece.length;
    if (size > max) throw new TooLarge();
  });
  try {
    reading.next();
    return { bytes: Buffer.concat(pieces) };
  } catch (error) {
    if (error instanceof TooLarge) return { bytes: Buffer.concat(pieces), problem: 'too-large' };
    if (error instanceof Damaged) return { bytes: Buffer.concat(pieces), problem: 'damaged' };
    throw error;
  }
}

class TooLarge extends Error {}
