import { createHash, type Hash, hash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createZstdCompress, constants as zlib, zstdCompress, zstdDecompressSync } from 'node:zlib';
import { makeFolder } from '../source/make-folder.ts';
import { PLAIN_FILE_FLAGS } from '../source/open-flags.ts';

const compress = promisify(zstdCompress);

/** Raise it whenever the files below mean something else; the old folder is then simply not looked at. */
export const FORMAT = 'v2';
const MAGIC = Buffer.from('clearpull2\n', 'latin1');
const LENGTH_DIGITS = 10;
/** Magic, digest, length unpacked; each ends a line. */
const HEADER_BYTES = MAGIC.length + 64 + 1 + LENGTH_DIGITS + 1;
/** Nothing that clearpull stores comes near; a damaged file must not make it allocate without bound. */
const MAX_BYTES = 2 ** 31 - 1;
/** Less than a block of a file system is stored as it is: a hundred such records are read at each check, and zstd is slow to set up. */
const WORTH_PACKING = 4 * 1024;
/** More than that goes to the disk as it is packed: the texts of a large layer are tens of megabytes, and others hold as much. */
const AT_ONCE = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
const FASTEST = { [zlib.ZSTD_c_compressionLevel]: 1 };

/**
 * A folder of small results, each a file named by what it was computed from. Files are written beside their
 * place and renamed into it, so that processes may share the folder and an interrupted one leaves no half
 * file; each carries a digest of itself, so that damage is noticed and counts as absent.
 */
export class ContentCache {
  readonly #folder: string;
  #writable = true;

  constructor(folder: string) {
    this.#folder = join(folder, FORMAT);
  }

  /** The bytes stored under a name; undefined when there are none or they are damaged. */
  async read(kind: string, key: string): Promise<Buffer | undefined> {
    const path = this.#path(kind, key);
    const stored = await storedAt(path);
    return stored === undefined ? undefined : unpack(stored, path);
  }

  /** Whether something is stored under a name and its digest holds. */
  async isIntact(kind: string, key: string): Promise<boolean> {
    const path = this.#path(kind, key);
    const stored = await storedAt(path);
    return stored !== undefined && recordIn(stored, path) !== undefined;
  }

  /** As `read`, at once: for the few texts that a pure step asks for in its midst. */
  readSync(kind: string, key: string): Buffer | undefined {
    try {
      const path = this.#path(kind, key);
      // A link in the cache folder is not ours, and a pipe must not make us wait.
      const file = openSync(path, PLAIN_FILE_FLAGS);
      try {
        return unpack(readFileSync(file), path);
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  }

  /**
   * Stores bytes under a name. A cache that cannot be written (read-only disk, no space) is not an error of
   * the check: the answer is false, and nothing is tried again.
   */
  async write(kind: string, key: string, bytes: Buffer): Promise<boolean> {
    if (!this.#writable) return false;
    const path = this.#path(kind, key);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await makeFolder(dirname(path));
      const file = await open(temporary, 'wx', 0o600);
      try {
        if (bytes.length <= AT_ONCE) await writeAtOnce(file, bytes, path);
        else await writeInPieces(file, bytes, path);
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      return true;
    } catch {
      this.#writable = false;
      await rm(temporary, { force: true }).catch(() => undefined);
      return false;
    }
  }

  #path(kind: string, key: string): string {
    const name = hash('sha256', `${kind}\0${key}`, 'hex');
    return join(this.#folder, kind, name.slice(0, 2), name.slice(2));
  }
}

/** Whether the record at a path holds what was written; undefined when it is not there, or cannot be read. */
export async function isIntact(path: string): Promise<boolean | undefined> {
  const stored = await storedAt(path);
  return stored === undefined ? undefined : unpack(stored, path) !== undefined;
}

async function storedAt(path: string): Promise<Buffer | undefined> {
  try {
    const file = await open(path, PLAIN_FILE_FLAGS);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** A body as it is stored, and its length unpacked: one of that length is not packed. */
interface StoredRecord {
  readonly body: Buffer;
  readonly length: number;
}

/** Writes a record to the file that is to become the one at `path`. */
async function writeAtOnce(file: FileHandle, bytes: Buffer, path: string): Promise<void> {
  const body = await packed(bytes);
  await file.writeFile([headerOf({ body, length: bytes.length }, path), body]);
}

async function packed(bytes: Buffer): Promise<Buffer> {
  if (bytes.length < WORTH_PACKING) return bytes;
  const body = await compress(bytes, { params: FASTEST });
  return body.length < bytes.length ? body : bytes;
}

async function writeInPieces(file: FileHandle, bytes: Buffer, path: string): Promise<void> {
  const digest = digestOf(bytes.length, path);
  const packer = createZstdCompress({ params: FASTEST, chunkSize: PIECE_BYTES });
  packer.end(bytes);
  let at = HEADER_BYTES;
  for await (const piece of packer as AsyncIterable<Buffer>) {
    digest.update(piece);
    at += (await file.write(piece, 0, piece.length, at)).bytesWritten;
  }
  if (at - HEADER_BYTES < bytes.length) {
    await file.write(headerWith(digest.digest('hex'), bytes.length), 0, HEADER_BYTES, 0);
    return;
  }
  // What packing does not make smaller is stored as it is.
  await file.truncate(0);
  await file.write(headerOf({ body: bytes, length: bytes.length }, path), 0, HEADER_BYTES, 0);
  await file.write(bytes, 0, bytes.length, HEADER_BYTES);
}

/**
 * What was stored; undefined when it is damaged. At once and into a buffer of the right length: by itself Node puts it together
 * from pieces of 16 KiB, which was an eighth of a warm check, and another thread would only be waited for.
 */
function unpack(stored: Buffer, path: string): Buffer | undefined {
  const record = recordIn(stored, path);
  if (record === undefined) return undefined;
  const { body, length } = record;
  if (body.length === length) return body;
  try {
    // With room for one byte more, zlib sees that this was all without a second buffer.
    const bytes = zstdDecompressSync(body, { maxOutputLength: length, chunkSize: length + 1 });
    return bytes.length === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** What stands before a body: its digest, taken together with name and length, so that no file can pass for another. */
function headerOf({ body, length }: StoredRecord, path: string): Buffer {
  return headerWith(digestOf(length, path).update(body).digest('hex'), length);
}

/** Of a record's name and length; its body is still to be added. */
function digestOf(length: number, path: string): Hash {
  return createHash('sha256').update(`${basename(path)}\n${digitsOf(length)}\n`);
}

function headerWith(digest: string, length: number): Buffer {
  return Buffer.concat([MAGIC, Buffer.from(`${digest}\n${digitsOf(length)}\n`)]);
}

function digitsOf(length: number): string {
  return `${length}`.padStart(LENGTH_DIGITS, '0');
}

/** The stored record, if its digest holds. */
function recordIn(stored: Buffer, path: string): StoredRecord | undefined {
  const body = stored.subarray(HEADER_BYTES);
  const length = Number(stored.toString('latin1', HEADER_BYTES - LENGTH_DIGITS - 1, HEADER_BYTES - 1));
  if (!Number.isSafeInteger(length) || length < 0 || length > MAX_BYTES) return undefined;
  const record = { body, length };
  return stored.subarray(0, HEADER_BYTES).equals(headerOf(record, path)) ? record : undefined;
}
