/**
 * Frees the memory whose last bytes these are, at once: no part of it can be read any more. Left alone, it would count against
 * the thread's heap until the collector comes, and bring it: with thirty such buffers of a megabyte, V8 marks all objects
 * of the thread to find that they can go. Nothing happens where `bytes` end before their memory does.
 */
export function freeMemoryEndingWith({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (byteLength > 0 && byteOffset + byteLength === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
}

/**
 * Whether bytes are all of a larger memory, which can then be freed or moved: small Buffers share one with others, and what
 * threads share is nobody's own.
 */
export function ownsItsMemory({ buffer, byteLength }: Uint8Array): boolean {
  return byteLength >= OWN_BYTES && buffer.byteLength === byteLength && buffer instanceof ArrayBuffer;
}

const OWN_BYTES = 64 * 1024;

/**
 * Memory that will be freed while others go on: at least so many bytes, with anything in them.
 *
 * What glibc has freed of up to 32 MiB it takes for what will be asked for again: blocks up to that size lie in the threads'
 * arenas from then on, and each arena keeps twice as much at its end (mallopt(3), M_MMAP_THRESHOLD). The check of a
 * distribution took 100 MiB more for it. A larger block goes back to the system and changes nothing; of one, only what is
 * written takes memory.
 */
export function memoryToFree(bytes: number): Buffer<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(bytes <= ORDINARY_BYTES ? bytes : Math.max(bytes, REMEMBERED_BYTES));
}

/** Decompressors are asked for as much at a time. */
const ORDINARY_BYTES = 1024 * 1024;
const REMEMBERED_BYTES = 33 * 1024 * 1024;
