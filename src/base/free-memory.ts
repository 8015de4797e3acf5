/**
 * Frees the memory whose last bytes these are, at once: no part of it can be read any more. Left alone, it would count against
 * the thread's heap until the collector comes, and bring it: with thirty such buffers of a megabyte, V8 marks all objects
 * of the thread to find that they can go. Nothing happens where `bytes` end before their memory does.
 */
export function freeMemoryEndingWith({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (byteLength > 0 && byteOffset + byteLength === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
}
