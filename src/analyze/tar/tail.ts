const ZEROS = Buffer.alloc(64 * 1024);

/** Counts what follows the end of a tar, from the first byte that is not the padding that tars end with. */
export class TarTail {
  #count = 0;

  /** Bytes from the first that is not zero. */
  get count(): number {
    return this.#count;
  }

  /** @param zerosCount also count zeros at the beginning */
  take(bytes: Buffer, zerosCount: boolean): void {
    if (this.#count > 0 || zerosCount) this.#count += bytes.length;
    else this.#count += bytes.length - zerosAtStart(bytes);
  }
}

function zerosAtStart(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const end = Math.min(bytes.length, at + ZEROS.length);
    if (bytes.compare(ZEROS, 0, end - at, at, end) !== 0) break;
    at = end;
  }
  while (at < bytes.length && bytes[at] === 0) at++;
  return at;
}
