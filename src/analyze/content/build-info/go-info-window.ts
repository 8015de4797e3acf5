/** What Go's linker puts before the build information, at a multiple of 16 (Go's debug/buildinfo). */
export const GO_INFO_MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
export const GO_INFO_ALIGNMENT = 16;
/** Bytes kept from the magic on: a program of a thousand modules has a hundred thousand. */
export const GO_INFO_BYTES = 512 * 1024;
/** Programs that read build information have the magic once or twice more. */
const MAX_WINDOWS = 4;

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
    const bytes = this.#tail.length === 0 ? piece : Buffer.concat([this.#tail, piece]);
    const start = this.#seen - this.#tail.length;
    this.#seen += piece.length;
    for (let at = bytes.indexOf(GO_INFO_MAGIC); at !== -1; at = bytes.indexOf(GO_INFO_MAGIC, at + 1)) {
      if (this.#windows.length >= MAX_WINDOWS) break;
      if ((start + at) % GO_INFO_ALIGNMENT !== 0) continue;
      const window = { offset: start + at, parts: [], missing: GO_INFO_BYTES };
      this.#fill(window, bytes.subarray(at));
      this.#windows.push(window);
    }
    this.#tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - GO_INFO_MAGIC.length + 1)));
  }

  finish(): readonly GoInfoWindow[] {
    return this.#windows.map(({ offset, parts }) => ({ offset, bytes: Buffer.concat(parts) }));
  }

  #fill(window: { parts: Buffer[]; missing: number }, bytes: Buffer): void {
    if (window.missing === 0) return;
    const part = Buffer.from(bytes.subarray(0, window.missing));
    window.parts.push(part);
    window.missing -= part.length;
  }
}
