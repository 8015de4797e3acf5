import { inflateRawSync } from 'node:zlib';
import { LOCAL_MARK, type ZipEntry } from './zip-entries.ts';

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

export type ZipContent = { readonly bytes: Buffer } | { readonly problem: string };

/** What an entry holds, if it is no more than `max` bytes. Never throws. */
export function contentOf(bytes: Buffer, entry: ZipEntry, max: number): ZipContent {
  const { name, method, encrypted, compressedSize, size, offset } = entry;
  if (encrypted) return problem(name, 'is encrypted');
  if (size > max) return problem(name, `is larger than ${max} bytes`);
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) {
    return problem(name, 'is not where the directory says');
  }
  const nameEnd = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26);
  const start = nameEnd + bytes.readUInt16LE(offset + 28);
  const end = start + compressedSize;
  if (bytes.toString('utf8', offset + LOCAL_BYTES, nameEnd) !== name) {
    return problem(name, 'is called otherwise where it lies');
  }
  if (end > bytes.length) return problem(name, 'is cut off');
  const packed = bytes.subarray(start, end);
  if (method === STORED)
    return packed.length > max ? problem(name, `is larger than ${max} bytes`) : { bytes: packed };
  return method === DEFLATED
    ? inflated(packed, name, max)
    : problem(name, `is compressed by method ${method}`);
}

/**
 * An entry of an archive of which only the beginning is there: archives have their manifest in front. What is written as
 * a stream does not say how long it is, so local headers are looked for, not counted off.
 */
export function earlyContent(bytes: Buffer, name: string, max: number): ZipContent {
  for (let at = bytes.indexOf(LOCAL_MARK); at !== -1; at = bytes.indexOf(LOCAL_MARK, at + 1)) {
    if (at + LOCAL_BYTES > bytes.length) break;
    const nameEnd = at + LOCAL_BYTES + bytes.readUInt16LE(at + 26);
    if (bytes.toString('utf8', at + LOCAL_BYTES, nameEnd) !== name) continue;
    const start = nameEnd + bytes.readUInt16LE(at + 28);
    const size = bytes.readUInt32LE(at + 18);
    const method = bytes.readUInt16LE(at + 8);
    // The compressed bytes tell themselves where they end.
    const packed = bytes.subarray(start, size === 0 ? undefined : start + size);
    if (method === DEFLATED) return inflated(packed, name, max);
    const fits = method === STORED && size > 0 && size <= max && start + size <= bytes.length;
    return fits ? { bytes: packed } : problem(name, 'could not be read');
  }
  return problem(name, 'is not at the beginning');
}

function inflated(packed: Buffer, name: string, max: number): ZipContent {
  try {
    return { bytes: inflateRawSync(packed, { maxOutputLength: max }) };
  } catch {
    return problem(name, `is damaged or larger than ${max} bytes`);
  }
}

function problem(name: string, what: string): ZipContent {
  return { problem: `${name.slice(0, 200)} ${what}` };
}
