import { createHash, hash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants as zlib, zstdCompress, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { makeFolder } from '../source/make-folder.ts';
import { PLAIN_FILE_FLAGS } from '../source/open-flags.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Raise it whenever the files below mean something else; the old folder is then simply not looked at. */
export const FORMAT = 'v1';
const MAGIC = Buffer.from('clearpull1\n', 'latin1');
const HEADER_BYTES = MAGIC.length + 64 + 1;
/** Nothing that clearpull stores comes near; a damaged file must not make it allocate without bound. */
const MAX_BYTES = 2 ** 31 - 1;

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
    return stored !== undefined && bodyOf(stored, path) !== undefined;
  }

  /** As `read`, at once: for the few texts that a pure step asks for in its midst. */
  readSync(kind: string, key: string): Buffer | undefined {
    try {
      const path = this.#path(kind, key);
      // A link in the cache folder is not ours, and a pipe must not make us wait.
      const file = openSync(path, PLAIN_FILE_FLAGS);
      try {
        const body = bodyOf(readFileSync(file), path);
        return body === undefined ? undefined : zstdDecompressSync(body, unpacking(body));
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
      const body = await compress(bytes, { params: { [zlib.ZSTD_c_compressionLevel]: 1 } });
      await makeFolder(dirname(path));
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(Buffer.concat([headerOf(body, path), body]));
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
  return stored === undefined ? undefined : (await unpack(stored, path)) !== undefined;
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

/** What was stored; undefined when it is damaged. */
async function unpack(stored: Buffer, path: string): Promise<Buffer | undefined> {
  const body = bodyOf(stored, path);
  if (body === undefined) return undefined;
  try {
    return await decompress(body, unpacking(body));
  } catch {
    return undefined;
  }
}

/**
 * Node hands decompressed bytes on in pieces of 16 KiB by itself, each of them a task of its own and copied once more
 * in the end: for the texts of a distribution, most of the time of a warm check.
 */
function unpacking(body: Buffer): { readonly maxOutputLength: number; readonly chunkSize: number } {
  const likely = Math.min(Math.max(4 * body.length, SMALLEST_PIECE), LARGEST_PIECE);
  return { maxOutputLength: MAX_BYTES, chunkSize: likely };
}

const SMALLEST_PIECE = 4 * 1024;
const LARGEST_PIECE = 4 * 1024 * 1024;

/** What stands before a body: its digest, taken together with the name, so that no file can pass for another. */
function headerOf(body: Buffer, path: string): Buffer {
  const digest = createHash('sha256').update(basename(path)).update('\n').update(body).digest('hex');
  return Buffer.concat([MAGIC, Buffer.from(`${digest}\n`)]);
}

/** The stored body, if its digest holds. */
function bodyOf(stored: Buffer, path: string): Buffer | undefined {
  const body = stored.subarray(HEADER_BYTES);
  const intact = stored.subarray(0, HEADER_BYTES).equals(headerOf(body, path));
  return intact ? body : undefined;
}
