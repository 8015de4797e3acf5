/** What Go's linker puts before the build information, at a multiple of 16 (Go's debug/buildinfo). */
export const GO_INFO_MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
export const GO_INFO_ALIGNMENT = 16;
/** Bytes kept from the magic on: a program of a thousand modules has a hundred thousand. */
export const GO_INFO_BYTES = 512 * 1024;
/** Programs that read build information have the magic once or twice more. */
const MAX_WINDOWS = 4;

/**
 * A part of the magic that is found quickly. The first byte of all is on every line of a program, and Node.js looks for
 * six bytes at most by the first of them alone: three times as fast.
 */
const QUICK = GO_INFO_MAGIC.subarray(2, 8);
const QUICK_AT = 2;

/** Where the magic is, from a place on; -1 where it is not. */
export function indexOfGoInfo(bytes: Buffer, from = 0): number {
  let at = bytes.indexOf(QUICK, from + QUICK_AT);
  while (at !== -1 && !isGoInfo(bytes, at - QUICK_AT)) at = bytes.indexOf(QUICK, at + 1);
  return at === -1 ? -1 : at - QUICK_AT;
}

/** Is the magic at this place? */
export function isGoInfo(bytes: Buffer, at: number): boolean {
  return bytes.subarray(at, at + GO_INFO_MAGIC.length).equals(GO_INFO_MAGIC);
}

/** A place of a file that may be Go's build information. */
export interface GoInfoWindow {
  /** Byte offset in the file. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Catches what may be Go's build information in a program that is too large to be held, as its bytes pass. Where it
 * lies is known only from the program's headers, so every aligned place is kept, up to a few.
 */
export class GoInfoCatcher {
  readonly #windows: { offset: number; parts: Buffer[]; missing: number }[] = [];
  #seen = 0;
  /** The last bytes before the next piece, in which the magic may begin. */
  #tail = Buffer.alloc(0);

  take(piece: Buffer): void {
    for (const window of this.#windows) this.#fill(window, piece);
    const before = this.#tail.length;
    // Whatever begins in here begins before the piece.
    const border = Buffer.concat([this.#tail, piece.subarray(0, GO_INFO_MAGIC.length - 1)]);
    this.#look(border, this.#seen - before, (at) => [border.subarray(at, before), piece]);
    this.#look(piece, this.#seen, (at) => [piece.subarray(at)]);
    this.#seen += piece.length;
    const last = piece.length < GO_INFO_MAGIC.length ? border : piece;
    this.#tail = Buffer.from(last.subarray(Math.max(0, last.length - GO_INFO_MAGIC.length + 1)));
  }

  finish(): readonly GoInfoWindow[] {
    return this.#windows.map(({ offset, parts }) => ({ offset, bytes: Buffer.concat(parts) }));
  }

  /**
   * @param offset of the first byte in the file
   * @param from the bytes from a place on
   */
  #look(bytes: Buffer, offset: number, from: (at: number) => readonly Buffer[]): void {
    for (let at = indexOfGoInfo(bytes); at !== -1; at = indexOfGoInfo(bytes, at + 1)) {
      if (this.#windows.length >= MAX_WINDOWS) return;
      if ((offset + at) % GO_INFO_ALIGNMENT !== 0) continue;
      const window = { offset: offset + at, parts: [], missing: GO_INFO_BYTES };
      for (const part of from(at)) this.#fill(window, part);
      this.#windows.push(window);
    }
  }

  #fill(window: { parts: Buffer[]; missing: number }, bytes: Buffer): void {
    if (window.missing === 0) return;
    const part = Buffer.from(bytes.subarray(0, window.missing));
    window.parts.push(part);
    window.missing -= part.length;
  }
}
