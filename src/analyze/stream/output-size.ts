/** zlib's default of 16 KiB halves its speed (measured: 260 against 480 MB/s). */
const LARGE = 1024 * 1024;
const SMALL = 64 * 1024;

/**
 * How large the output buffer of the next engine should be, given what the one before made. Layers that can be
 * read in parts (eStargz, zstd:chunked) hold a member or frame for each file, mostly small ones.
 */
export function outputBytesAfter(size: number | undefined): number {
  return size !== undefined && size <= SMALL ? SMALL : LARGE;
}
