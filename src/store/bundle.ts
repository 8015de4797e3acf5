/**
 * Several small results as one record: a file each would cost more than all that is in them. The length of the index, the index as
 * JSON (names and lengths), and the bytes one after the other.
 */
export function encodeBundle(parts: ReadonlyMap<string, Uint8Array>): Buffer {
  const index = Buffer.from(JSON.stringify([...parts].map(([name, { length }]) => [name, length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([length, index, ...parts.values()]);
}

/** The results of a record, which share its memory. Of nothing there are none. */
export function decodeBundle(bytes: Buffer | undefined): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer>();
  if (bytes === undefined) return parts;
  let at = 4 + bytes.readUInt32LE(0);
  const index = JSON.parse(bytes.toString('utf8', 4, at)) as readonly (readonly [string, number])[];
  for (const [name, length] of index) {
    parts.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}
