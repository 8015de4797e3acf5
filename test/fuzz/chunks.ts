/** Bytes as a stream hands them out: in pieces of that many bytes, each in memory of its own. */
export async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}

/** Sizes to try with an input: all at once, and one that cuts at awkward places and depends on the input only. */
export function chunkSizes(bytes: Buffer): readonly number[] {
  const odd = 1 + ((bytes.length * 31 + (bytes[0] ?? 0)) % 700);
  return [Math.max(1, bytes.length), Math.max(odd, Math.ceil(bytes.length / 2000))];
}
