/*
 * rpm's own database (rpm's lib/backend/ndb/rpmpkg.c): slots of sixteen bytes, each with the place of a package's
 * header in blocks of sixteen bytes. Everything is little-endian.
 */

const MAGIC = 'RpmP';
const SLOT = 'Slot';
const BLOB = 'BlbS';
const PAGE_BYTES = 4096;
const UNIT = 16;
/** The head of the file takes the room of the first two slots. */
const FIRST_SLOT = 2;

/** The header of each package; undefined when these are no such bytes. */
export function ndbHeaders(bytes: Buffer): Iterable<Buffer> | undefined {
  if (bytes.length < PAGE_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC) return undefined;
  return headers(bytes);
}

function* headers(bytes: Buffer): Generator<Buffer> {
  const end = Math.min(bytes.length, bytes.readUInt32LE(12) * PAGE_BYTES);
  // Slots that name the same blocks would let a small file be read without end.
  let budget = bytes.length;
  for (let at = FIRST_SLOT * UNIT; at + UNIT <= end; at += UNIT) {
    if (bytes.toString('latin1', at, at + 4) !== SLOT || bytes.readUInt32LE(at + 4) === 0) continue;
    const blob = bytes.readUInt32LE(at + 8) * UNIT;
    if (blob + UNIT > bytes.length || bytes.toString('latin1', blob, blob + 4) !== BLOB) continue;
    const length = bytes.readUInt32LE(blob + 12);
    budget -= length;
    if (budget < 0) return;
    yield bytes.subarray(blob + UNIT, blob + UNIT + length);
  }
}
