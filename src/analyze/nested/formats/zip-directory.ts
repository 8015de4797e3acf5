import type { Feed, Reading } from '../../../base/unpack/feed.ts';

const ENTRY_BYTES = 46;
const END_BYTES = 22;
const SEE_64 = 0xffffffff;

/** Holds what a zip's directory says against the files that were met before it. */
export class ZipDirectory {
  readonly #max: number;
  readonly #met: number[] = [];
  readonly #named: number[] = [];
  #start: number | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** A file begins at this byte. */
  met(at: number): void {
    if (this.#met.length < this.#max) this.#met.push(at);
  }

  *readEntry(feed: Feed): Reading<void> {
    this.#start ??= feed.taken;
    const entry = yield* feed.take(ENTRY_BYTES);
    const offset = entry.readUInt32LE(42);
    if (this.#named.length < this.#max) this.#named.push(offset);
    yield* feed.skip(entry.readUInt16LE(28) + entry.readUInt16LE(30) + entry.readUInt16LE(32));
  }

  /** Takes the end of the directory and tells how many files it names that were not met. */
  *readEnd(feed: Feed): Reading<number> {
    const at = feed.taken;
    const end = yield* feed.take(END_BYTES);
    yield* feed.skip(Math.min(end.readUInt16LE(20), (yield* feed.peek(end.readUInt16LE(20))).length));
    // Offsets count from before whatever stands in front of the archive: where the directory really is tells how much.
    const claimed = end.readUInt32LE(16);
    const shift = claimed === SEE_64 ? 0 : (this.#start ?? at) - claimed;
    const met = new Set(this.#met);
    return this.#named.filter((offset) => offset !== SEE_64 && !met.has(offset + shift)).length;
  }
}
