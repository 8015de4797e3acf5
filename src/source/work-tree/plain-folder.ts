import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { limitFlag } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { plural } from '../../base/quantities.ts';
import { decodePath } from '../../base/tar/path.ts';
import { throwIfInterrupted } from '../interrupted.ts';
import { PLAIN_FILE_FLAGS } from '../open-flags.ts';
import { lfsPointer } from './lfs.ts';
import type { FileDigest, SourceFile, SourceTree } from './source-tree.ts';

const PIECE = 1024 * 1024;
const MAX_DEPTH = 200;
/** What a version control keeps for itself: a builder is rarely given it, and nothing of it lies in an image as it is. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);

/** The files of a folder as they lie there. */
export interface PlainFolder extends SourceTree {
  /** Bytes by path, of files alone, as they were when the folder was listed. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * The files of a folder, whether or not it is a checkout. No link is followed; what version controls keep in it is left
 * out.
 *
 * @throws the file system's error when the folder itself cannot be read, and `interrupted`
 */
export function openPlainFolder(
  folder: string,
  limits: Pick<Limits, 'maxSourceFiles' | 'maxSourceFileBytes'>,
  signal?: AbortSignal,
): PlainFolder {
  const { files, onDisk, sizes, notes } = walk(folder, limits.maxSourceFiles, signal);
  return {
    where: folder,
    files,
    sizes,
    notes,
    read(path, cap) {
      const place = onDisk.get(path);
      if (place === undefined || files.get(path)?.kind !== 'file') return Promise.resolve(undefined);
      return Promise.resolve(readSmall(place, cap));
    },
    async digests(paths) {
      const digests = new Map<string, FileDigest>();
      let asked = 0;
      for (const path of paths) {
        // Lets Ctrl-C through.
        if (asked++ % 500 === 0) await Promise.resolve();
        throwIfInterrupted(signal);
        const place = onDisk.get(path);
        const digest =
          place === undefined ? undefined : digestOnDisk(place, files.get(path), limits.maxSourceFileBytes);
        if (digest !== undefined) digests.set(path, digest);
      }
      return digests;
    },
  };
}

function walk(
  folder: string,
  maxFiles: number,
  signal: AbortSignal | undefined,
): Pick<PlainFolder, 'files' | 'sizes' | 'notes'> & { onDisk: ReadonlyMap<string, Buffer> } {
  const found: SourceFile[] = [];
  const onDisk = new Map<string, Buffer>();
  const sizes = new Map<string, number>();
  let unread = 0;
  let full = false;
  const visit = (place: Buffer, depth: number, prefix: string): void => {
    throwIfInterrupted(signal);
    let names: Buffer[];
    try {
      names = readdirSync(place, { encoding: 'buffer' });
    } catch (error) {
      if (depth === 0) throw error;
      unread++;
      return;
    }
    for (const name of names) {
      if (found.length >= maxFiles || depth > MAX_DEPTH) {
        full = true;
        return;
      }
      const below = Buffer.concat([place, Buffer.from('/'), name]);
      const path = prefix + decodePath(name);
      const status = lstatSync(below, { throwIfNoEntry: false });
      if (status === undefined) unread++;
      else if (status.isDirectory()) {
        if (!LEFT_OUT.has(name.toString('latin1'))) visit(below, depth + 1, `${path}/`);
      } else if (status.isFile() || status.isSymbolicLink()) {
        const kind = status.isFile() ? 'file' : 'symlink';
        found.push({ path, kind });
        onDisk.set(path, below);
        if (kind === 'file') sizes.set(path, status.size);
      }
    }
  };
  visit(Buffer.from(folder), 0, '');
  found.sort((a, b) => (a.path < b.path ? -1 : 1));
  const notes = [
    ...(full
      ? [
          `Only ${plural(found.length, 'file')} of the folder were looked at (${limitFlag('maxSourceFiles')}).`,
        ]
      : []),
    ...(unread === 0 ? [] : [`${plural(unread, 'entry', 'entries')} of the folder could not be read.`]),
  ];
  return { files: new Map(found.map((file) => [file.path, file])), onDisk, sizes, notes };
}

function readSmall(place: Buffer, cap: number): Buffer | undefined {
  return withFile(place, (file, size) => {
    if (size > cap) return undefined;
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
  });
}

function digestOnDisk(place: Buffer, file: SourceFile | undefined, cap: number): FileDigest | undefined {
  if (file?.kind === 'symlink') {
    try {
      const target = readlinkSync(place, { encoding: 'buffer' });
      return { sha256: hash('sha256', target, 'hex'), target: decodePath(target) };
    } catch {
      return undefined;
    }
  }
  return withFile(place, (open, size) => {
    if (size > cap) return undefined;
    const piece = Buffer.allocUnsafe(Math.min(size, PIECE));
    const running = createHash('sha256');
    let lfs: string | undefined;
    for (let at = 0; at < size; ) {
      const length = readSync(open, piece, 0, piece.length, at);
      if (length === 0) break;
      if (size <= piece.length) lfs = lfsPointer(piece.subarray(0, length));
      running.update(piece.subarray(0, length));
      at += length;
    }
    return { sha256: running.digest('hex'), ...(lfs === undefined ? {} : { lfs }) };
  });
}

/** Undefined when the file went away, is no plain file any more, or may not be read. */
function withFile<T>(place: Buffer, work: (file: number, size: number) => T): T | undefined {
  let file: number;
  try {
    file = openSync(place, PLAIN_FILE_FLAGS);
  } catch {
    return undefined;
  }
  try {
    const status = fstatSync(file);
    return status.isFile() ? work(file, status.size) : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}
