import {
  type BigIntStats,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
} from 'node:fs';
import type { Limits } from '../../base/limits.ts';
import { formatBytes } from '../../base/quantities.ts';
import { throwIfInterrupted } from '../interrupted.ts';
import { PLAIN_FILE_FLAGS } from '../open-flags.ts';
import type { FolderFindings } from './folder-findings.ts';
import { padding, TAR_END, type TarEntry, tarHeader } from './tar-header.ts';

const READ_BYTES = 1024 * 1024;
/** Pieces handed on; most files are far smaller. */
const PIECE_BYTES = 256 * 1024;
const SLASH = Buffer.from('/');
const WHITEOUT = Buffer.from('.wh.');

type FolderLimits = Pick<Limits, 'maxLayerEntries' | 'maxLayerBytes' | 'maxArchiveBytes'>;

interface Walk {
  readonly root: Buffer;
  readonly device: bigint;
  readonly findings: FolderFindings;
  readonly limits: FolderLimits;
  readonly signal: AbortSignal | undefined;
  /** First path of each file that has several, by device and inode. */
  readonly linked: Map<string, Buffer>;
  /** Where this run itself writes, which must not be read. */
  readonly own: Buffer | undefined;
  entries: number;
  /** The limit of entries was reached. */
  full: boolean;
  bytesLeft: number;
}

/**
 * A folder as the tar of a root file system: every entry once, sorted by the bytes of its name, without times. No
 * link is followed, nothing outside of the folder or on another file system is read, nothing is written. What
 * could not be read is in `findings` afterwards and not in the tar.
 *
 * Waits for the disk between pieces only: five questions a file, each waited for, took five times as long.
 *
 * @param folder its real path
 * @param scratchFolder where this run itself writes: left out
 * @throws the file system's error when the folder itself cannot be read, and `interrupted`
 */
export async function* folderTar(
  folder: string,
  findings: FolderFindings,
  limits: FolderLimits,
  scratchFolder: string,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const root = Buffer.from(folder);
  const status = lstatSync(root, { bigint: true });
  readdirSync(root);
  const walk: Walk = {
    root,
    device: status.dev,
    findings,
    limits,
    signal,
    linked: new Map(),
    own: realPathOf(scratchFolder),
    entries: 0,
    full: false,
    bytesLeft: Math.min(limits.maxLayerBytes, limits.maxArchiveBytes),
  };
  let pieces: Buffer[] = [];
  let length = 0;
  for (const bytes of wholeTar(walk, status)) {
    pieces.push(bytes);
    length += bytes.length;
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  yield Buffer.concat(pieces);
}

function realPathOf(path: string): Buffer | undefined {
  try {
    return realpathSync(path, { encoding: 'buffer' });
  } catch {
    return undefined;
  }
}

function* wholeTar(walk: Walk, status: BigIntStats): Generator<Buffer> {
  yield* header(walk, { ...common(status), type: '5', path: Buffer.from('./'), size: 0 });
  yield* children(walk, Buffer.alloc(0));
  yield TAR_END;
}

function* children(walk: Walk, folder: Buffer): Generator<Buffer> {
  const absolute = inRoot(walk, folder);
  let names: Buffer[];
  try {
    // One that was exchanged for a link since it was looked at would lead elsewhere.
    if (!realpathSync(absolute, { encoding: 'buffer' }).equals(absolute)) {
      walk.findings.unreadable(folder, 'it changed while it was read');
      return;
    }
    names = readdirSync(absolute, { encoding: 'buffer' });
  } catch (error) {
    walk.findings.failed(folder, error);
    return;
  }
  for (const name of names.sort(Buffer.compare)) {
    throwIfInterrupted(walk.signal);
    if (walk.full) return;
    walk.full = ++walk.entries > walk.limits.maxLayerEntries;
    if (walk.full) {
      const { maxLayerEntries } = walk.limits;
      walk.findings.limit(`more than maxLayerEntries (${maxLayerEntries}) entries: the rest was not read`);
      return;
    }
    const path = folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]);
    try {
      yield* entry(walk, path, name);
    } catch (error) {
      throwIfInterrupted(walk.signal);
      walk.findings.failed(path, error);
    }
  }
}

function* entry(walk: Walk, path: Buffer, name: Buffer): Generator<Buffer> {
  if (name.subarray(0, WHITEOUT.length).equals(WHITEOUT)) {
    walk.findings.unreadable(path, 'its name would make it hide another file where layers are unpacked');
    return;
  }
  const absolute = inRoot(walk, path);
  if (walk.own?.equals(absolute)) return;
  const status = lstatSync(absolute, { bigint: true });
  const base = { ...common(status), path, size: 0 };
  if (status.isDirectory()) {
    yield* header(walk, { ...base, type: '5', path: Buffer.concat([path, SLASH]) });
    if (status.dev === walk.device) yield* children(walk, path);
    else walk.findings.unreadable(path, 'another file system is mounted there; check it by itself');
    return;
  }
  if (status.isSocket()) {
    walk.findings.sockets++;
    return;
  }
  const key = status.nlink > 1n ? `${status.dev} ${status.ino}` : undefined;
  const first = key === undefined ? undefined : walk.linked.get(key);
  if (first !== undefined) {
    yield* header(walk, { ...base, type: '1', target: first });
    return;
  }
  if (status.isFile()) yield* file(walk, absolute, base, status);
  else if (status.isSymbolicLink()) {
    yield* header(walk, { ...base, type: '2', target: readlinkSync(absolute, { encoding: 'buffer' }) });
  } else {
    const type = status.isFIFO() ? '6' : status.isBlockDevice() ? '4' : '3';
    yield* header(walk, { ...base, type, device: deviceNumbers(status.rdev) });
  }
  if (key !== undefined) walk.linked.set(key, path);
}

function* file(
  walk: Walk,
  absolute: Buffer,
  base: Omit<TarEntry, 'type'>,
  seen: BigIntStats,
): Generator<Buffer> {
  const handle = openSync(absolute, PLAIN_FILE_FLAGS);
  try {
    const status = fstatSync(handle, { bigint: true });
    if (!status.isFile() || status.ino !== seen.ino || status.dev !== seen.dev) {
      walk.findings.unreadable(base.path, 'it changed while it was read');
      return;
    }
    const size = Number(status.size);
    if (size > walk.bytesLeft) {
      const left = formatBytes(size);
      walk.findings.limit(`${left} of it would go past maxLayerBytes or maxArchiveBytes`, base.path);
      return;
    }
    yield* header(walk, { ...base, type: '0', size });
    walk.bytesLeft -= size + padding(size).length;
    let done = 0;
    try {
      while (done < size) {
        throwIfInterrupted(walk.signal);
        const chunk = Buffer.allocUnsafe(Math.min(READ_BYTES, size - done));
        const bytesRead = readSync(handle, chunk, 0, chunk.length, done);
        if (bytesRead === 0) break;
        done += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
      if (done < size) walk.findings.unreadable(base.path, 'it was cut off while it was read');
    } catch (error) {
      throwIfInterrupted(walk.signal);
      walk.findings.failed(base.path, error);
    }
    // The header has promised that many bytes.
    for (; done < size; done += Math.min(READ_BYTES, size - done)) {
      yield Buffer.alloc(Math.min(READ_BYTES, size - done));
    }
    yield padding(size);
  } finally {
    closeSync(handle);
  }
}

function* header(walk: Walk, entryToWrite: TarEntry): Generator<Buffer> {
  const bytes = tarHeader(entryToWrite);
  walk.bytesLeft -= bytes.length;
  yield bytes;
}

function inRoot({ root }: Walk, path: Buffer): Buffer {
  if (path.length === 0) return root;
  return root.equals(SLASH) ? Buffer.concat([root, path]) : Buffer.concat([root, SLASH, path]);
}

function common({ mode, uid, gid }: BigIntStats): Pick<TarEntry, 'mode' | 'uid' | 'gid'> {
  return { mode: Number(mode & 0o7777n), uid: Number(uid), gid: Number(gid) };
}

/** As Linux packs them (glibc, sys/sysmacros.h). */
function deviceNumbers(device: bigint): readonly [number, number] {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return [Number(major), Number(minor)];
}
