import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeFiles, entriesOf, foldersOf } from './compiled-code.ts';
import { FORMAT } from './content-cache.ts';

/** A file in the cache folder that clearpull itself put there. */
export interface CacheFile {
  readonly path: string;
  /**
   * `record`: a result that this version can use. `left`: of a format that is not looked at any more, or
   * of a run that was killed, or an older build's compiled code. `compiled`: Node's compiled code of clearpull itself.
   */
  readonly role: 'record' | 'left' | 'compiled';
  /** What kind of record: `blob`, `facts`, `texts`, `marks`, `seen`; empty for the others. */
  readonly kind: string;
  /** Bytes that it takes on the disk's books: its length. */
  readonly bytes: number;
  /** Milliseconds since 1970; file systems that note accesses note the last of them, at most once a day. */
  readonly lastUsed: number;
  readonly made: number;
  /** Tells whether another process has put a new file in its place. */
  readonly inode: number;
}

/** How long an unfinished file may belong to a run that goes on, in milliseconds. */
const GRACE = 24 * 3_600_000;
const RECORD = /^[0-9a-f]{62}$/;
const TEMPORARY = /^[0-9a-f]{62}\.[0-9a-f-]{36}\.tmp$/;
const SCRATCH = /^clearpull-scratch-[0-9a-f-]{36}$/;

/** True for the folder of a run that had to unpack something. */
export function isScratch(folder: string): boolean {
  return SCRATCH.test(basename(folder));
}

/**
 * Every file of clearpull's in a cache folder, in order of their names. Goes by the names that clearpull gives
 * and follows no link, so that what anybody else put there is never listed, and so never removed.
 */
export async function* cacheFiles(folder: string, now: number): AsyncGenerator<CacheFile> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) continue;
    if (/^v\d+$/.test(entry.name)) yield* storeFiles(path, entry.name === FORMAT, now);
    else if (isScratch(entry.name)) yield* oldFiles(path, now);
    else if (entry.name === 'node') yield* compiledFiles(path);
  }
}

/** `v2/KIND/ab/cdef…`. */
async function* storeFiles(store: string, current: boolean, now: number): AsyncGenerator<CacheFile> {
  for (const kind of await foldersOf(store, /^[a-z]+$/)) {
    for (const prefix of await foldersOf(join(store, kind), /^[0-9a-f]{2}$/)) {
      const folder = join(store, kind, prefix);
      for (const entry of await entriesOf(folder)) {
        if (!entry.isFile()) continue;
        const temporary = TEMPORARY.test(entry.name);
        if (!temporary && !RECORD.test(entry.name)) continue;
        const file = await fileAt(join(folder, entry.name));
        if (file === undefined || (temporary && now - file.made < GRACE)) continue;
        yield temporary || !current ? { ...file, role: 'left' } : { ...file, role: 'record', kind };
      }
    }
  }
}

/** What an unpacked archive left behind. */
async function* oldFiles(folder: string, now: number): AsyncGenerator<CacheFile> {
  for (const entry of await entriesOf(folder)) {
    const file = entry.isFile() ? await fileAt(join(folder, entry.name)) : undefined;
    if (file !== undefined && now - file.made >= GRACE) yield { ...file, role: 'left' };
  }
}

/** Node's compiled code of clearpull itself. */
async function* compiledFiles(folder: string): AsyncGenerator<CacheFile> {
  for await (const { path, left } of codeFiles(folder)) {
    const file = await fileAt(path);
    if (file !== undefined) yield { ...file, role: left ? 'left' : 'compiled' };
  }
}

async function fileAt(path: string): Promise<Omit<CacheFile, 'role'> | undefined> {
  let stat: Stats;
  try {
    stat = await lstat(path);
  } catch {
    // Another process was faster.
    return undefined;
  }
  const { size, atimeMs, mtimeMs, ino } = stat;
  return { path, kind: '', bytes: size, lastUsed: Math.max(atimeMs, mtimeMs), made: mtimeMs, inode: ino };
}
